import { MINUTE_MS } from '../../orchestrator/lambdas/rounds.ts';
import { awsPace } from '../../orchestrator/pace.ts';

/** A figure that no template tells, and why it is that one. */
export interface Assumption {
  readonly value: number;
  readonly unit: string;
  readonly why: string;
}

/** Every figure of the estimate that is neither in a template nor in the price list. */
export const ASSUMPTIONS = {
  hours: { value: 730, unit: 'hours a month', why: '365 × 24 / 12, as AWS itself reckons.' },
  watchSeconds: {
    value: MINUTE_MS / 1_000,
    unit: 's an invocation',
    why: 'The watch goes round until its minute is over; from orchestrator/lambdas/rounds.ts.',
  },
  watchRounds: {
    value: Math.floor(MINUTE_MS / awsPace.watch) + 1,
    unit: 'rounds a minute',
    why: 'One at once and one after each pause, from orchestrator/lambdas/rounds.ts and orchestrator/pace.ts.',
  },
  lookSeconds: { value: 0.005, unit: 's an invocation', why: 'A tick that only keeps the look warm answers at once.' },
  minuteSeconds: {
    value: 0.3,
    unit: 's an invocation',
    why: 'Every other function of the minute, while no run is open: a few reads of some 10 ms, and slack.',
  },
  agentSeconds: {
    value: 0.2,
    unit: 's an invocation',
    why: 'A TLS handshake, a login by IAM and one query inside a Region: a few round trips, counted generously.',
  },
  platformReads: {
    value: 13,
    unit: 'reads a minute',
    why: 'Claims, open and recent runs: sweeper, reconciler, reporter and agents.',
  },
  platformStorage: { value: 0.1, unit: 'GB', why: 'A run with its journal is some 100 KB: a thousand runs.' },
  keyRequests: {
    value: 10_000,
    unit: 'requests a month and key',
    why: 'DynamoDB asks KMS once in five minutes for each of its callers: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html',
  },
  keyRotations: {
    value: 2,
    unit: 'rotations of a key that are paid',
    why: 'KMS rotates each year, and asks for each of the first two rotations what the key itself costs: from the third year on.',
  },
  costRequests: {
    value: 1,
    unit: 'request to Cost Explorer a day',
    why: 'One for the applications and the platform; more only where the answer has pages, or Lambda tries again.',
  },
  logBytes: {
    value: 1_000,
    unit: 'bytes an invocation',
    why: 'Lambda writes a start and a report as JSON lines; a round that finds nothing adds none.',
  },
  logMonths: { value: 3, unit: 'months kept', why: 'The log groups keep 90 days.' },
  slackRequests: { value: 1_000, unit: 'requests a month', why: 'Commands and buttons of a team that practises each month.' },
  secretCalls: { value: 1_000, unit: 'calls a month', why: 'One at each cold start of the bot and the reporter.' },
  mails: { value: 100, unit: 'e-mails a month', why: 'Alarms that ring and end, to a few people.' },
  checkers: {
    value: 16,
    unit: 'checkers',
    why: 'Eight locations with two of them each; AWS publishes ranges, not a number. They ask each `dns.checkInterval`.',
  },
  flowLogs: { value: 5, unit: 'GB a month and VPC', why: 'Some 100 bytes for each flow and minute of a small application.' },
  databaseLogs: { value: 2, unit: 'GB a month and database', why: 'What it exports, and enhanced monitoring once a minute.' },
  taskLogs: { value: 2, unit: 'GB a month and service', why: 'A line for each of some requests a second.' },
  scalingAlarms: {
    value: 2,
    unit: 'alarms of a scaling policy',
    why: 'Target tracking makes one to scale out and one to scale in.',
  },
  clusterMetrics: {
    value: 13,
    unit: 'metrics of a cluster',
    why: 'What Container Insights measures of Fargate without volumes, each a custom metric: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html',
  },
  serviceMetrics: { value: 5, unit: 'metrics of a service', why: 'Its deployments and how many tasks; from the same page.' },
  taskMetrics: {
    value: 20,
    unit: 'metrics of the tasks of a service',
    why: 'Ten of processor, memory, network and disk, by service and by family of task definitions; from the same page.',
  },
  accessLogs: { value: 2, unit: 'GB in a bucket of logs', why: 'Three months of a small application.' },
  endpointTraffic: { value: 5, unit: 'GB a month and endpoint', why: 'Logs, secrets and images of a small application.' },
  balancerUnits: { value: 1, unit: 'LCU', why: 'Up to 25 new connections a second and 1 GB an hour; a standby has none.' },
  writtenAhead: {
    value: 50,
    unit: 'GB of write-ahead log a month',
    why: 'Replication to the DR Region is paid by what is written.',
  },
  objects: { value: 50, unit: 'GB in a bucket of the application', why: 'A small application.' },
  objectsWritten: { value: 10, unit: 'GB of objects a month', why: 'What replication time control copies.' },
  images: { value: 2, unit: 'GB in a repository', why: 'Ten versions of an image of 200 MB.' },
  promotion: { value: 300, unit: 's', why: 'RDS takes 3 to 10 minutes; the reboot is in it.' },
  dnsShift: { value: 100, unit: 's', why: 'Checks of 10 s × 3 and a TTL of 60 s.' },
  quickRow: {
    value: 2,
    unit: 's',
    why: 'Every other row: calls that AWS answers in under a second, and a last look a second later.',
  },
  entries: {
    value: 200,
    unit: 'writes a run',
    why: 'Some ten for each of a dozen rows, with questions, messages and the claim, and room.',
  },
  hoursAway: {
    value: 24,
    unit: 'hours',
    why: 'From a failover to the failback: us-east-1 was impaired for 14.5 hours on 20 October 2025, and people sleep.',
  },
  drillHours: { value: 2, unit: 'hours', why: 'Making, promoting and removing a replica of the replica.' },
} as const satisfies Readonly<Record<string, Assumption>>;

/** The value of an assumption. */
export const assumed = (name: keyof typeof ASSUMPTIONS): number => ASSUMPTIONS[name].value;

/** Minutes of a month, as AWS reckons its hours. */
export const MINUTES = ASSUMPTIONS.hours.value * 60;
