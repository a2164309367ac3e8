import { REFERENCE_OF } from './reference.ts';

/** An action that a role allows although no function calls it: what AWS does in a function's name, or asks for behind a call. */
export interface Dependent {
  /** The functions' names. */
  readonly of: RegExp;
  readonly action: string;
  /** On which resources; on any where absent. */
  readonly on?: RegExp;
  readonly why: string;
  /** The Service Authorization Reference's page of the service that is called. */
  readonly source: string;
  /** The documentation that says it, where the reference's table does not name it as a dependent action; null where it does. */
  readonly beside: string | null;
}

const MANAGED = 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference';
const KEYS = 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html';
const SCALING_IAM = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/auto-scaling-IAM.html';

/** Lambda acts in the name of a function's role, which its table does not list: it says so in the policies that it offers for that. */
const byLambda = (of: RegExp, actions: readonly string[], why: string, beside: string): readonly Dependent[] =>
  actions.map((action) => ({ of, action, why, source: REFERENCE_OF.lambda, beside }));

const LAMBDA: readonly Dependent[] = [
  ...byLambda(
    /^dr-/,
    ['logs:CreateLogStream', 'logs:PutLogEvents'],
    'Lambda writes what a function logs.',
    `${MANAGED}/AWSLambdaBasicExecutionRole.html`,
  ),
  ...byLambda(
    /^dr-agent-/,
    [
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:UnassignPrivateIpAddresses',
    ],
    'Lambda joins a function to its network.',
    `${MANAGED}/AWSLambdaVPCAccessExecutionRole.html`,
  ),
  ...byLambda(
    /^dr-reporter$/,
    ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
    'Lambda reads the stream.',
    `${MANAGED}/AWSLambdaDynamoDBExecutionRole.html`,
  ),
  ...byLambda(
    /^dr-reporter$/,
    ['sqs:SendMessage'],
    'Lambda tells the dead letters what it gave up.',
    'https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html',
  ),
];

const SCALING: readonly Dependent[] = [
  'cloudwatch:DeleteAlarms',
  'cloudwatch:DescribeAlarms',
  'cloudwatch:PutMetricAlarm',
  'ecs:DescribeServices',
].map((action) => ({
  of: /^dr-(fence|scale|stop-source|standby-services|reconciler|finalizer|sweeper)$/,
  action,
  ...(action.startsWith('ecs:') ? { on: /service\/[^/]+\/[a-z]+$/ } : {}),
  why: 'Registering a scalable target looks at the service, and may change the alarms of its policies.',
  source: REFERENCE_OF.autoscaling,
  beside: SCALING_IAM,
}));

const rds = (of: RegExp, action: string, why: string, beside: string | null = null, on?: RegExp): Dependent => ({
  ...{ of, action, why, source: REFERENCE_OF.rds, beside },
  ...(on === undefined ? {} : { on }),
});

const DATABASES: readonly Dependent[] = [
  rds(/^dr-(drill-(copy|restore)|rebuild)$/, 'kms:CreateGrant', 'RDS encrypts the new instance with a key of its Region.', KEYS),
  rds(/^dr-(drill-(copy|restore)|rebuild)$/, 'kms:DescribeKey', 'RDS encrypts the new instance with a key of its Region.', KEYS),
  rds(/^dr-(drill-(copy|restore)|rebuild|keep)$/, 'rds:AddTagsToResource', 'Instances and snapshots are made with tags.'),
  ...['rds:CreateDBInstanceReadReplica', 'rds:RestoreDBInstanceToPointInTime'].map((action) =>
    rds(
      /^dr-(drill-(copy|restore)|rebuild)$/,
      action,
      'A new instance is put into an option, a parameter and a subnet group: the table requires all three, whether they are named or not.',
      null,
      /:(og|pg|subgrp):\*$/,
    ),
  ),
  rds(
    /^dr-restore-properties$/,
    'rds:ModifyDBInstance',
    'An instance is given an option and a parameter group: the table has both as resources beside it.',
    null,
    /:(og|pg):\*$/,
  ),
  rds(/^dr-restore-properties$/, 'iam:PassRole', 'Enhanced monitoring is turned on with its role.'),
  rds(
    /./,
    'rds:DescribeDBSnapshots',
    'The table has the instance that a snapshot is of as a resource beside the snapshot itself.',
    null,
    /:db:\*$/,
  ),
];

const TASKS: readonly Dependent[] = [
  {
    of: /^dr-drill-services$/,
    action: 'iam:PassRole',
    why: 'Tasks are started with the roles of their definition.',
    source: REFERENCE_OF.ecs,
    beside: null,
  },
  {
    of: /^dr-drill-services$/,
    action: 'ecs:TagResource',
    why: 'Tasks are started with tags.',
    source: REFERENCE_OF.ecs,
    beside: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/supported-iam-actions-tagging.html',
  },
];

/** What AWS does in a function's name, or asks for behind a call. */
export const DEPENDENT: readonly Dependent[] = [
  ...LAMBDA,
  ...SCALING,
  ...DATABASES,
  ...TASKS,
  {
    of: /^dr-(preflight|approval|cut-over|look|rehearsal|shift-traffic|reconciler|watch|sweeper)$/,
    action: 's3:ListBucket',
    why: 'Without it, S3 answers 403 for an object that is not there.',
    source: REFERENCE_OF.s3,
    beside: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html',
  },
];
