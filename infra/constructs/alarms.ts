import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Alarm, ComparisonOperator, type IMetric, MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import {
  AGENTS_ASLEEP,
  FLAGS_UNREACHABLE,
  METRICS_NAMESPACE,
  SELF_FENCED,
  SLACK_BEHIND,
} from '../../orchestrator/lambdas/metric.ts';
import type { DeadLetters } from './dead-letters.ts';

/** What is watched. */
export interface AlarmsProps {
  readonly machines: readonly IStateMachine[];
  readonly deadLetters: DeadLetters;
  readonly api: HttpApi;
  readonly bot: LambdaFunction;
  readonly reporter: IFunction;
  readonly sweeper: IFunction;
  readonly table: TableV2;
}

type Watched = AlarmsProps & { readonly told: IMetric };

/** One alarm: its name is its heading in docs/operations.md. */
interface Row {
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

const MINUTE = { period: Duration.minutes(1) };

/** The alarms of the control plane; who subscribes to the topic `dr-alarms` is told. */
export class Alarms extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { topicName: 'dr-alarms', displayName: 'DR platform', enforceSSL: true });
    this.topic.addToResourcePolicy(publishing(this.topic));
    for (const row of rowsFor({ ...props, told: this.#told(props.bot) })) this.#alarm(row);
  }

  /** Errors that a person was told of with a reference: the log line that has it is the only trace. */
  #told({ logGroup }: LambdaFunction): IMetric {
    const filter = new MetricFilter(this, 'Told', {
      logGroup,
      filterPattern: FilterPattern.exists('$.reference'),
      metricNamespace: METRICS_NAMESPACE,
      metricName: 'ErrorsTold',
      metricValue: '1',
    });
    return filter.metric({ ...MINUTE, statistic: 'Sum' });
  }

  #alarm({ name, says, metric, limit, isFloor, minutes }: Row): void {
    const alarm = new Alarm(this, name, {
      alarmName: name,
      alarmDescription: `${says} See docs/operations.md, ${name}.`,
      metric,
      threshold: limit,
      evaluationPeriods: minutes,
      comparisonOperator: isFloor ? ComparisonOperator.LESS_THAN_THRESHOLD : ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: isFloor ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
  }
}

/**
 * Lets the account's alarms tell the topic. A topic without a policy lets everything in its account; this one has a policy, for TLS.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
 */
function publishing(topic: Topic): PolicyStatement {
  const alarms = Stack.of(topic).formatArn({
    service: 'cloudwatch',
    resource: 'alarm',
    resourceName: 'dr-*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return new PolicyStatement({
    sid: 'Alarms',
    principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
    actions: ['sns:Publish'],
    resources: [topic.topicArn],
    conditions: { ArnLike: { 'aws:SourceArn': alarms } },
  });
}

const rowsFor = ({ machines, deadLetters, api, reporter, sweeper, table, told }: Watched): readonly Row[] => [
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
    says: 'AWS holds the platform back: Lambda, Step Functions or DynamoDB.',
    // The reporter is held to one at a time by ourselves.
    metric: sumOf(
      [
        ofEveryLambda('Throttles'),
        ...machines.map((machine) => machine.metricThrottled(MINUTE)),
        table.metric('ReadThrottleEvents', { ...MINUTE, statistic: 'Sum' }),
        table.metric('WriteThrottleEvents', { ...MINUTE, statistic: 'Sum' }),
      ],
      [reporter.metricThrottles(MINUTE)],
    ),
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
    says: 'The agent of a Region that writes has not woken for five minutes: if that Region were left behind, it would not fence itself.',
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

/** Without a dimension: every Lambda of the account in this Region, which is the platform's own. */
const ofEveryLambda = (metricName: string): Metric =>
  new Metric({ namespace: 'AWS/Lambda', metricName, statistic: 'Sum', ...MINUTE });

function sumOf(metrics: readonly IMetric[], without: readonly IMetric[] = []): MathExpression {
  const named = [...metrics, ...without].map((metric, index) => [`m${index}`, metric] as const);
  const expression = named.map(([name], index) => `${index < metrics.length ? '+' : '-'} FILL(${name}, 0)`).join(' ');
  return new MathExpression({ expression: expression.replace(/^\+ /, ''), usingMetrics: Object.fromEntries(named), ...MINUTE });
}
