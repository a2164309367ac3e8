import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type Code, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Permission } from '../../orchestrator/aws/permissions.ts';
import type { Config } from '../../orchestrator/config.ts';
import { applicationOf } from '../../orchestrator/stage.ts';
import { acknowledge } from './acknowledge.ts';
import { explainWildcards } from './wildcards.ts';

/** What a Lambda of the platform is made of. */
export interface PlatformFunctionProps {
  /** Such as `dr-fence`. */
  readonly name: string;
  readonly description: string;
  readonly code: Code;
  readonly config: Config;
  /** What its adapters need, besides writing to its own log. */
  readonly permissions: readonly Permission[];
  /** Seconds until Lambda ends an invocation. */
  readonly timeoutSeconds: number;
  /** MB; Lambda gives processor time in proportion. */
  readonly memory: number;
  readonly environment: Readonly<Record<string, string>>;
  /** At most so many at once; no limit of its own when absent. */
  readonly atOnce?: number;
}

/** One Lambda of the platform with its log and a role that allows what its adapters call and nothing else. */
export class PlatformFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: PlatformFunctionProps) {
    super(scope, id);
    const { name } = props;
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/aws/lambda/${name}`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        log: new PolicyDocument({
          statements: [statementOf(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn])],
        }),
        ...adapters(props),
      },
    });
    this.function = new LambdaFunction(this, 'Function', {
      functionName: name,
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: props.code,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      timeout: Duration.seconds(props.timeoutSeconds),
      memorySize: props.memory,
      environment: { NODE_OPTIONS: '--enable-source-maps', ...props.environment },
      ...(props.atOnce === undefined ? {} : { reservedConcurrentExecutions: props.atOnce }),
    });
    acknowledge(
      role,
      'AwsSolutions-IAM5',
      explainWildcards(props.permissions, (permission) => named(props, permission)),
    );
  }
}

/** What a permission names, for all applications. */
function named({ config }: PlatformFunctionProps, { resources }: Permission): readonly string[] {
  const applications = Object.keys(config.applications).map((id) => applicationOf(config, id));
  return [...new Set(applications.flatMap((application) => resources(config, application)))];
}

function adapters(props: PlatformFunctionProps): Readonly<Record<string, PolicyDocument>> {
  const statements = props.permissions.flatMap((permission) => {
    const resources = named(props, permission);
    return resources.length === 0 ? [] : [statementOf(permission.actions, resources, permission.conditions)];
  });
  return statements.length === 0 ? {} : { adapters: new PolicyDocument({ statements, minimize: true }) };
}

const statementOf = (
  actions: readonly string[],
  resources: readonly string[],
  conditions: Permission['conditions'] = {},
): PolicyStatement =>
  new PolicyStatement({ effect: Effect.ALLOW, actions: [...actions], resources: [...resources], conditions: { ...conditions } });
