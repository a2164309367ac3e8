import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { INDEXES } from '../../orchestrator/aws/records/table.ts';
import {
  AGENTS_ASLEEP,
  FLAGS_UNREACHABLE,
  METRICS_NAMESPACE,
  SELF_FENCED,
  SLACK_BEHIND,
} from '../../orchestrator/lambdas/metric.ts';
import type { DeadLetters } from './dead-letters.ts';

/** What is watched. */
export interface Watched {
  readonly machines: readonly IStateMachine[];
  readonly deadLetters: DeadLetters;
  readonly api: HttpApi;
  readonly reporter: IFunction;
  readonly sweeper: IFunction;
  readonly table: TableV2;
  /** Errors that a person was told of. */
  readonly told: IMetric;
}

/** One alarm: its name is its heading in docs/operations.md. */
export interface AlarmRow {
  readonly name: string;
  /** One sentence, in the present tense: what is so when it rings. */
  readonly says: string;
  readonly metric: IMetric;
  /** It rings above that, or below it when `isFloor`. */
  readonly limit: number;
  readonly isFloor?: true;
  /** Minutes in a row. */
  readonly minutes: number;
}

/** The period of every metric. */
export const MINUTE = { period: Duration.minutes(1) };

/** The alarms of the control plane. */
export const alarmRows = ({ machines, deadLetters, api, reporter, sweeper, table, told }: Watched): readonly AlarmRow[] => [
  {
    name: 'dr-dead-letters',
    says: 'An event could not be handled and was put aside.',
    metric: deadLetters.queue.metricApproximateNumberOfMessagesVisible({ ...MINUTE, statistic: 'Maximum' }),
    limit: 0,
    minutes: 1,
  },
  // An alarm adds up ten metrics at most, one for each machine.
  {
    name: 'dr-failed-executions',
    says: 'A state machine ended outside its plan: it failed.',
    metric: sumOf(machines.map((machine) => machine.metricFailed(MINUTE))),
    limit: 0,
    minutes: 1,
  },
  {
    name: 'dr-timed-out-executions',
    says: 'A state machine ended outside its plan: its time was up.',
    metric: sumOf(machines.map((machine) => machine.metricTimedOut(MINUTE))),
    limit: 0,
    minutes: 1,
  },
  {
    name: 'dr-aborted-executions',
    says: 'A state machine ended outside its plan: somebody stopped it by hand.',
    metric: sumOf(machines.map((machine) => machine.metricAborted(MINUTE))),
    limit: 0,
    minutes: 1,
  },
  {
    name: 'dr-lambda-errors',
    says: 'A Lambda in the control Region threw what it should have answered.',
    metric: ofEveryLambda('Errors'),
    limit: 0,
    minutes: 1,
  },
  {
    name: 'dr-throttles',
    says: 'AWS holds the platform back: Lambda or Step Functions.',
    // The reporter is held to one at a time by ourselves.
    metric: sumOf(
      [ofEveryLambda('Throttles'), ...machines.map((machine) => machine.metricThrottled(MINUTE))],
      [reporter.metricThrottles(MINUTE)],
    ),
    limit: 0,
    minutes: 3,
  },
  {
    name: 'dr-table-throttles',
    says: 'DynamoDB holds the platform back: the table of records or an index of it.',
    metric: sumOf(['ReadThrottleEvents', 'WriteThrottleEvents'].flatMap((metric) => ofTableAndIndexes(table, metric))),
    limit: 0,
    minutes: 3,
  },
  {
    name: 'dr-bot-errors',
    says: 'The bot told Slack, or a person, that something broke.',
    metric: sumOf([api.metricServerError({ ...MINUTE, statistic: 'Sum' }), told]),
    limit: 0,
    minutes: 1,
  },
  {
    name: 'dr-bot-latency',
    says: 'The bot answers so late that Slack, which waits 3 s, may have given up.',
    metric: api.metricLatency({ ...MINUTE, statistic: 'p99' }),
    limit: 2_500,
    minutes: 1,
  },
  {
    name: 'dr-reporter-lag',
    says: 'Slack shows what was true more than a minute ago.',
    metric: new Metric({
      namespace: 'AWS/Lambda',
      metricName: 'IteratorAge',
      dimensionsMap: { FunctionName: reporter.functionName },
      statistic: 'Maximum',
      ...MINUTE,
    }),
    limit: 60_000,
    minutes: 2,
  },
  {
    name: 'dr-slack-behind',
    says: 'For minutes Slack has not taken what it should show of a run.',
    metric: ofOurOwn(SLACK_BEHIND),
    limit: 0,
    minutes: 3,
  },
  {
    name: 'dr-flags-unreachable',
    says: 'Neither flag of an application can be reached: it cannot be moved, and if it was, users are led back to the primary Region.',
    metric: ofOurOwn(FLAGS_UNREACHABLE),
    limit: 0,
    minutes: 2,
  },
  {
    name: 'dr-agent-asleep',
    says: 'The agent of a Region that writes has not woken for five minutes, or cannot read who the writer is: if that Region were left behind, it would not fence itself.',
    metric: ofOurOwn(AGENTS_ASLEEP),
    limit: 0,
    minutes: 1,
  },
  {
    name: 'dr-fenced-itself',
    says: 'A Region has fenced itself, because a run moved its application away while it was out of reach.',
    metric: ofOurOwn(SELF_FENCED),
    limit: 0,
    minutes: 1,
  },
  {
    name: 'dr-sweeper-silent',
    says: 'Nothing mends lost events: the sweeper has not been started for five minutes.',
    metric: sweeper.metricInvocations(MINUTE),
    limit: 1,
    isFloor: true,
    minutes: 5,
  },
];

const ofOurOwn = (metricName: string): Metric =>
  new Metric({ namespace: METRICS_NAMESPACE, metricName, statistic: 'Maximum', ...MINUTE });

/** Without a dimension: every Lambda of the account in this Region, also those that the CDK adds and any of somebody else. */
const ofEveryLambda = (metricName: string): Metric =>
  new Metric({ namespace: 'AWS/Lambda', metricName, statistic: 'Sum', ...MINUTE });

/** What an index refuses is not counted with its table. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html */
const ofTableAndIndexes = (table: TableV2, metricName: string): readonly IMetric[] => [
  table.metric(metricName, { ...MINUTE, statistic: 'Sum' }),
  ...Object.values(INDEXES).map(({ index }) =>
    table.metric(metricName, {
      ...MINUTE,
      statistic: 'Sum',
      dimensionsMap: { TableName: table.tableName, GlobalSecondaryIndexName: index },
    }),
  ),
];

function sumOf(metrics: readonly IMetric[], without: readonly IMetric[] = []): MathExpression {
  const named = [...metrics, ...without].map((metric, index) => [`m${index}`, metric] as const);
  const expression = named.map(([name], index) => `${index < metrics.length ? '+' : '-'} FILL(${name}, 0)`).join(' ');
  return new MathExpression({ expression: expression.replace(/^\+ /, ''), usingMetrics: Object.fromEntries(named), ...MINUTE });
}
