import type { Template } from 'aws-cdk-lib/assertions';
import { type Resource, resourcesOf } from './synthesized.ts';

interface Metric {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
}

/** A metric among those that an alarm adds up. */
interface Term {
  readonly metric: Metric;
  readonly statistic: string;
  readonly period: number;
  readonly sign: string;
}

const HEAD = ['| alarm | counts | of each minute | rings | minutes in a row | without data |', '|---|---|---|---|---|---|'];

/** What makes each alarm of a template ring, a row for each: metrics with their dimensions, statistic, threshold, minutes, and what no data mean. */
export const toAlarmTable = (template: Template): string =>
  [...HEAD, ...resourcesOf(template, 'AWS::CloudWatch::Alarm').map(({ Properties }) => toRow(template, Properties))].join('\n');

function toRow(template: Template, alarm: Resource['Properties']): string {
  const terms = termsOf(alarm);
  const statistics = terms.map(({ statistic, period }) => (period === 60 ? statistic : `${statistic} of ${period} s`));
  return `| ${[
    `[${alarm.AlarmName}](#${alarm.AlarmName})`,
    toSum(template, terms),
    [...new Set(statistics)].join(', '),
    `${SIGNS[alarm.ComparisonOperator]} ${alarm.Threshold}`,
    alarm.EvaluationPeriods,
    WITHOUT_DATA[alarm.TreatMissingData],
  ].join(' | ')} |`;
}

const SIGNS: Readonly<Record<string, string>> = { GreaterThanThreshold: '>', LessThanThreshold: '<' };
const WITHOUT_DATA: Readonly<Record<string, string>> = { breaching: 'rings', notBreaching: 'silent' };

/** One metric, or those of an expression; what has no data counts as nothing there. */
function termsOf({ Metrics, Namespace, MetricName, Dimensions, Statistic, ExtendedStatistic, Period }: Resource['Properties']) {
  if (Metrics === undefined) {
    const metric = { Namespace, MetricName, Dimensions };
    return [{ metric, statistic: Statistic ?? ExtendedStatistic, period: Period, sign: '+' }] satisfies Term[];
  }
  const { Expression } = Metrics.find((each: { Expression?: string }) => each.Expression !== undefined);
  return `+ ${Expression}`.split(/ (?=[+-] )/).map((term): Term => {
    const [, sign = '', id] = /^([+-]) FILL\((\w+), 0\)$/.exec(term) ?? [];
    const { Metric: metric, Stat, Period: period } = Metrics.find(({ Id }: { Id: string }) => Id === id).MetricStat;
    return { metric, statistic: Stat, period, sign };
  });
}

/** Metrics and whose they are; what is counted of every state machine is told once. */
function toSum(template: Template, terms: readonly Term[]): string {
  const machines = resourcesOf(template, 'AWS::StepFunctions::StateMachine').length;
  const told = terms.map(({ metric, sign }) => `${sign} ${toText(template, metric)}`);
  const alike = Object.entries(Object.groupBy(told, (text) => text.replace(/\(StateMachineArn .+\)/, 'of every state machine')));
  const sums = alike.map(([text, all = []]) => (new Set(all).size === machines ? text : all.join(' ')));
  return sums.join(' ').replace(/^\+ /, '');
}

function toText(template: Template, { Namespace, MetricName, Dimensions = [] }: Metric): string {
  const whose = Dimensions.map(({ Name, Value }) => `${Name} ${nameOf(template, Value)}`);
  return [`\`${Namespace}\` ${MetricName}`, ...(whose.length === 0 ? [] : [`(${whose.join(', ')})`])].join(' ');
}

/** The name of what a dimension's value refers to. */
function nameOf(template: Template, value: unknown): string {
  const { Ref, 'Fn::GetAtt': [made] = [Ref] } = value as { Ref?: string; 'Fn::GetAtt'?: readonly string[] };
  if (made === undefined) return `\`${value}\``;
  const { Properties } = (template.toJSON() as { Resources: Record<string, Resource> }).Resources[made] ?? {};
  const { FunctionName, QueueName, StateMachineName, TableName, Name } = Properties;
  return `\`${FunctionName ?? QueueName ?? StateMachineName ?? TableName ?? Name}\``;
}
