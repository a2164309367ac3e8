/** An action that a role allows although no function calls it: why, and where that is written. */
export interface Dependent {
  /** The functions' names. */
  readonly of: RegExp;
  readonly action: string;
  readonly why: string;
  readonly source: string;
}

const EVERY = /^dr-/;
const LOGS = 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaBasicExecutionRole.html';

const NETWORK = 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaVPCAccessExecutionRole.html';
const inNetwork = (action: string): Dependent => ({
  of: /^dr-agent-/,
  action: `ec2:${action}`,
  why: 'Lambda joins a function to its network in its name.',
  source: NETWORK,
});

const SERVICE_SCALING = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/auto-scaling-IAM.html';
const STREAM = 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaDynamoDBExecutionRole.html';
/** Functions that may scale services. */
const SCALING = /^dr-(fence|scale|stop-source|standby-services|reconciler|finalizer|sweeper)$/;

/** What AWS does in a function's name, or asks for behind a call. */
export const DEPENDENT: readonly Dependent[] = [
  { of: EVERY, action: 'logs:CreateLogStream', why: 'Lambda writes what a function logs in its name.', source: LOGS },
  { of: EVERY, action: 'logs:PutLogEvents', why: 'Lambda writes what a function logs in its name.', source: LOGS },
  ...['DeleteAlarms', 'DescribeAlarms', 'PutMetricAlarm'].map((action) => ({
    of: SCALING,
    action: `cloudwatch:${action}`,
    why: 'Registering a scalable target may change the alarms of its policies.',
    source: SERVICE_SCALING,
  })),
  {
    of: SCALING,
    action: 'ecs:DescribeServices',
    why: 'Registering a scalable target looks at the service.',
    source: SERVICE_SCALING,
  },
  {
    of: /^dr-(preflight|approval|cut-over|look|rehearsal|shift-traffic|reconciler|watch)$/,
    action: 's3:ListBucket',
    why: 'Without it, S3 answers 403 for an object that is not there.',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html',
  },
  ...['CreateNetworkInterface', 'DeleteNetworkInterface', 'DescribeNetworkInterfaces', 'DescribeSubnets'].map(inNetwork),
  ...['AssignPrivateIpAddresses', 'UnassignPrivateIpAddresses'].map(inNetwork),
  ...['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map((action) => ({
    of: /^dr-reporter$/,
    action: `dynamodb:${action}`,
    why: 'Lambda reads the stream in its name.',
    source: STREAM,
  })),
  ...['kms:CreateGrant', 'kms:DescribeKey'].map((action) => ({
    of: /^dr-drill-(copy|restore)$/,
    action,
    why: 'RDS encrypts the copy with the key of what is copied.',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html',
  })),
  {
    of: /^dr-drill-(copy|restore)$/,
    action: 'rds:AddTagsToResource',
    why: 'The copy is made with tags.',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/security_iam_id-based-policy-examples.html',
  },
  ...['kms:CreateGrant', 'kms:DescribeKey'].map((action) => ({
    of: /^dr-rebuild$/,
    action,
    why: 'RDS encrypts a replica with the key of its Region.',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html',
  })),
  {
    of: /^dr-(keep|rebuild)$/,
    action: 'rds:AddTagsToResource',
    why: 'Snapshots and replicas are made with tags.',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/security_iam_id-based-policy-examples.html',
  },
  {
    of: /^dr-restore-properties$/,
    action: 'iam:PassRole',
    why: 'Enhanced monitoring is turned on with its role.',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html',
  },
  {
    of: /^dr-drill-services$/,
    action: 'ecs:TagResource',
    why: 'Tasks are started with tags.',
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/supported-iam-actions-tagging.html',
  },
  {
    of: /^dr-drill-services$/,
    action: 'iam:PassRole',
    why: 'Tasks are started with the roles of their definition.',
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html',
  },
  {
    of: /^dr-reporter$/,
    action: 'sqs:SendMessage',
    why: 'Lambda tells the dead letters what it gave up, in its name.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html',
  },
];

/** What is allowed for a case that the test does not play: test/scenarios plays it. */
export const UNPLAYED: readonly Omit<Dependent, 'source'>[] = [
  ...['ecs:ListTasks', 'ecs:DescribeTasks', 'ecs:StopTask', 'rds:DescribeDBInstances', 'rds:DeleteDBInstance'].map((action) => ({
    of: /^dr-(finalizer|sweeper|drill-copy|drill-restore)$/,
    action,
    why: 'A drill that is cut short is removed.',
  })),
  ...['rds:DescribeDBSnapshots', 'route53:GetHostedZone'].map((action) => ({
    of: /^dr-(look|rehearsal|cut-over)$/,
    action,
    why: 'Neither a dry run nor a second approval looks at what a reprotect would keep.',
  })),
  ...['rds:ModifyDBInstance', 'rds:RebootDBInstance'].map((action) => ({
    of: /^dr-restore-properties$/,
    action,
    why: 'A replica of moto has every property of its source.',
  })),
  {
    of: /^dr-(close|finalizer)$/,
    action: 'states:SendTaskSuccess',
    why: 'A run of a set wakes it: one application has no sets.',
  },
  ...['s3:GetObject', 's3:ListBucket'].map((action) => ({
    of: /^dr-sweeper$/,
    action,
    why: 'It begins runs of a set: one application has no sets.',
  })),
  { of: /^dr-drill-(copy|restore)$/, action: 'dynamodb:UpdateItem', why: 'A drill that is taken back stops its claim.' },
  { of: /^dr-drill-promote$/, action: 'ecs:DescribeTasks', why: 'There are no tasks yet when a copy is promoted.' },
  ...['dynamodb:UpdateItem', 'states:StartExecution'].map((action) => ({
    of: /^dr-rehearsal$/,
    action,
    why: 'Where dr.yml wants drills at intervals, it asks for them.',
  })),
];
