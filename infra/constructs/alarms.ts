import { ArnFormat, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { METRICS_NAMESPACE } from '../../orchestrator/lambdas/metric.ts';
import { type AlarmRow, alarmRows, MINUTE, type Watched } from './alarm-rows.ts';

/** What is watched. */
export interface AlarmsProps extends Omit<Watched, 'told'> {
  readonly bot: LambdaFunction;
}

/** The alarms of the control plane; who subscribes to the topic `dr-alarms` is told. */
export class Alarms extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { topicName: 'dr-alarms', displayName: 'DR platform', enforceSSL: true });
    this.topic.addToResourcePolicy(publishing(this.topic));
    for (const row of alarmRows({ ...props, told: this.#told(props.bot) })) this.#alarm(row);
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

  #alarm({ name, says, metric, limit, isFloor, minutes }: AlarmRow): void {
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
