import { type CfnElement, CustomResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { Construct, type IDependable } from 'constructs';
import { schemaSql } from '../../lab/app/schema.ts';
import { bootstrapSql, ownTablesSql, writersSql } from '../../orchestrator/agent/bootstrap-sql.ts';
import { secretArn, secretNames } from '../../orchestrator/aws/secret-names.ts';
import type { CreatedApplication } from '../reference.ts';
import { acknowledge } from './acknowledge.ts';
import { AdministrationFunction, type AdministrationProps } from './administration-function.ts';

/** What the roles of a new database are made with: writers, the sample application's tables or the right to make others, the agent. */
export const rolesSql = (application: CreatedApplication): readonly string[] => [
  ...writersSql(application),
  ...(application.aws.create.database.sample ? schemaSql(application.database.writers) : ownTablesSql(application)),
  ...bootstrapSql(application, 'iam'),
];

/**
 * Makes the roles of an application's database once it is there, and again when the statements change. They are in the template,
 * so that a diff shows what is going to be run as the master user.
 */
export class Bootstrap extends Construct {
  /** Done when the roles are made. */
  readonly done: IDependable;

  constructor(scope: Construct, id: string, props: AdministrationProps & { readonly region: string }) {
    super(scope, id);
    const { config, application, region } = props;
    const { master, writer } = secretNames(application);
    const { function: onEventHandler } = new AdministrationFunction(this, 'Function', {
      ...props,
      name: `dr-bootstrap-${application.id}`,
      description: `Makes the roles of the database of ${application.id}.`,
      permissions: [
        {
          actions: ['secretsmanager:GetSecretValue'],
          resources: () => [master, writer].map((name) => secretArn(config, region, name)),
        },
      ],
    });
    // CloudFormation is answered from outside the network, where it can be reached.
    const logGroup = new LogGroup(this, 'Log', { retention: RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.DESTROY });
    const provider = new Provider(this, 'Provider', { onEventHandler, logGroup });
    acknowledgeProvider(provider, onEventHandler);
    this.done = new CustomResource(this, 'Roles', {
      resourceType: 'Custom::DatabaseRoles',
      serviceToken: provider.serviceToken,
      properties: { statements: rolesSql(application).map((statement) => statement.replaceAll(/\s+/g, ' ')) },
    });
  }
}

/** CDK makes the function that answers CloudFormation, and its rights. */
function acknowledgeProvider(provider: Provider, called: IFunction): void {
  const id = Stack.of(called).getLogicalId(called.node.defaultChild as CfnElement);
  acknowledge(provider, 'AwsSolutions-IAM4', {
    'Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole':
      'CDK lets its provider write its log by it.',
  });
  acknowledge(provider, 'AwsSolutions-IAM5', {
    [`Resource::<${id}.Arn>:*`]: 'CDK lets its provider call any version of the one function that makes the roles.',
  });
}
