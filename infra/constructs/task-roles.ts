import { Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

/** What the application in a task may use. */
export interface TaskStores {
  /** ARN of the key in this Region. */
  readonly key: string;
  /** ARN of the secret, up to what AWS chooses; null when it uses none. */
  readonly secret: string | null;
  /** ARN of the bucket; null when it uses none. */
  readonly bucket: string | null;
}

/** What a task's roles name. */
export interface TaskRolesProps {
  readonly repository: string;
  readonly log: ILogGroup;
  readonly stores: TaskStores;
  /** What their names begin with; absent, CDK chooses them. */
  readonly prefix?: string;
}

/**
 * The two roles of a service's tasks: ECS's own, which pulls one repository's images and writes one log, and the application's,
 * which reads its secret and has its objects, each by the key of this Region.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
 */
export class TaskRoles extends Construct {
  readonly execution: Role;
  readonly application: Role;

  constructor(scope: Construct, id: string, { repository, log, stores, prefix }: TaskRolesProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const assumedBy = new ServicePrincipal('ecs-tasks.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    });
    const named = (kind: string) => (prefix === undefined ? {} : { roleName: `${prefix}-${kind}-${stack.region}` });
    const images = stack.formatArn({ service: 'ecr', resource: 'repository', resourceName: repository });
    this.execution = new Role(this, 'Execution', {
      ...named('execution'),
      assumedBy,
      inlinePolicies: {
        start: new PolicyDocument({
          statements: [
            allow(['ecr:GetAuthorizationToken'], '*'),
            allow(['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], images),
            allow(['logs:CreateLogStream', 'logs:PutLogEvents'], log.logGroupArn),
          ],
        }),
      },
    });
    acknowledge(this.execution, 'AwsSolutions-IAM5', {
      'Resource::*': 'The token is for a whole registry: it takes no resource.',
    });

    const statements = [...secretOf(stores, stack.region), ...objectsOf(stores, stack.region)];
    this.application = new Role(this, 'Application', {
      ...named('application'),
      assumedBy,
      ...(statements.length === 0 ? {} : { inlinePolicies: { stores: new PolicyDocument({ statements }) } }),
    });
    if (stores.bucket !== null) {
      acknowledge(this.application, 'AwsSolutions-IAM5', {
        [`Resource::${stores.bucket}/*`]: 'The application names its objects as it places orders.',
      });
    }
  }
}

const secretOf = ({ secret, key }: TaskStores, region: string): readonly PolicyStatement[] =>
  secret === null
    ? []
    : [allow(['secretsmanager:GetSecretValue'], secret), allow(['kms:Decrypt'], key, `secretsmanager.${region}.amazonaws.com`)];

const objectsOf = ({ bucket, key }: TaskStores, region: string): readonly PolicyStatement[] =>
  bucket === null
    ? []
    : [
        allow(['s3:GetObject', 's3:PutObject'], `${bucket}/*`),
        allow(['kms:Decrypt', 'kms:GenerateDataKey'], key, `s3.${region}.amazonaws.com`),
      ];

function allow(actions: readonly string[], resource: string, through?: string): PolicyStatement {
  const conditions = through === undefined ? {} : { StringEquals: { 'kms:ViaService': through } };
  return new PolicyStatement({ actions: [...actions], resources: [resource], conditions });
}
