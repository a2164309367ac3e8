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

const SERVICE_SCALING = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/auto-scaling-IAM.html';
const STREAM = 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaDynamoDBExecutionRole.html';
/** Functions that may scale services. */
const SCALING = /^dr-(fence|scale|reconciler|finalizer|sweeper)$/;

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
    of: /^dr-(preflight|approval|look|rehearsal|shift-traffic|reconciler|watch)$/,
    action: 's3:ListBucket',
    why: 'Without it, S3 answers 403 for an object that is not there.',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html',
  },
  ...['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map((action) => ({
    of: /^dr-reporter$/,
    action: `dynamodb:${action}`,
    why: 'Lambda reads the stream in its name.',
    source: STREAM,
  })),
  {
    of: /^dr-reporter$/,
    action: 'sqs:SendMessage',
    why: 'Lambda tells the dead letters what it gave up, in its name.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html',
  },
];

/** What a role allows for a case that the test does not play, and where that case is played. */
export const UNPLAYED: readonly Omit<Dependent, 'source'>[] = [
  { of: /^dr-(shift-traffic|reconciler)$/, action: 's3:DeleteObject', why: 'Traffic goes home: test/aws-ports.' },
  {
    of: /^dr-(shift-traffic|reconciler)$/,
    action: 'route53:UpdateHealthCheck',
    why: 'Traffic goes home while the DR Region refuses: test/aws-ports.',
  },
  {
    of: /^dr-reconciler$/,
    action: 's3:PutObject',
    why: 'A flag that could not be written in the run is written later: test/steps.',
  },
  ...['ce:GetCostAndUsage', 'dynamodb:PutItem'].map((action) => ({
    of: /^dr-costs$/,
    action,
    why: 'No emulator charges anything: test/aws-ports.',
  })),
  { of: /^dr-(fence|scale)$/, action: 'dynamodb:UpdateItem', why: 'Whichever undo comes first stops the claim: test/scenarios.' },
];
