import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explain } from '../../bot/explain.ts';
import type { LogLine } from '../../bot/log.ts';
import { Refused } from '../../orchestrator/domain/errors.ts';
import { toAlarmTable } from './alarm-table.ts';
import { createdApp, resourcesOf, templateOf } from './synthesized.ts';

const template = templateOf(createdApp(), 'dr-control-plane');
const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);
const operations = readFileSync('docs/operations.md', 'utf8');
const parts = operations.split(/^## /m).slice(1);
const headings = parts.map((part) => part.slice(0, part.indexOf('\n')));

describe('every alarm', () => {
  it('has a heading in the operations manual, and every heading an alarm', () => {
    expect(headings.toSorted()).toEqual(alarms.map(({ AlarmName }) => AlarmName).toSorted());
    expect(alarms.length).toBeGreaterThanOrEqual(6);
  });

  it('rings when the operations manual says: by its metrics, their dimensions and statistic, its threshold, and for want of data', () => {
    const [table = ''] = /^\| alarm [\s\S]+?(?=\n\n)/m.exec(operations) ?? [];
    expect(table).toBe(toAlarmTable(template));
  });

  it('says what is so, and where to read on', () => {
    for (const { AlarmName, AlarmDescription } of alarms) {
      expect(AlarmDescription).toMatch(/^[A-Z].+\. See docs\/operations\.md, /);
      expect(AlarmDescription).toContain(AlarmName);
    }
  });

  it('is told to people, and so is its end', () => {
    for (const alarm of alarms) {
      expect(alarm.AlarmActions).toHaveLength(1);
      expect(alarm.OKActions).toEqual(alarm.AlarmActions);
    }
  });

  it.each(parts)('is explained in four parts: %s', (part) => {
    const labels = [...part.matchAll(/^\*\*(.+?)\.\*\* /gm)].map(([, label]) => label);
    expect(labels).toEqual(['What it means', 'How to look', 'How to mend', 'When not to']);
  });
});

describe('the alarm', () => {
  const named = (name: string) => alarms.find(({ AlarmName }) => AlarmName === name);

  it('of a silent sweeper rings when there are no data, and no other does', () => {
    const breaching = alarms.filter(({ TreatMissingData }) => TreatMissingData === 'breaching');
    expect(breaching.map(({ AlarmName }) => AlarmName)).toEqual(['dr-sweeper-silent']);
  });

  it('of the bot rings before the 3 s are over after which Slack gives up', () => {
    expect(named('dr-bot-latency')).toMatchObject({ MetricName: 'Latency', ExtendedStatistic: 'p99' });
    expect(named('dr-bot-latency').Threshold).toBeLessThan(3_000);
  });

  it('of the bot’s errors counts the lines under whose reference people were told, and no others', () => {
    const lines: LogLine[] = [];
    expect(explain(new Error('a bug'), (line) => lines.push(line))).toMatch(/Reference: \w{8}/);
    explain(new Refused('No.'), (line) => lines.push(line));
    const [filter] = resourcesOf(template, 'AWS::Logs::MetricFilter').map(({ Properties }) => Properties);
    const [, field = ''] = /^\{ \$\.(\w+) = "\*" \}$/.exec(filter.FilterPattern) ?? [];
    expect(lines.map((line) => field in line)).toEqual([true]);
    expect(JSON.stringify(filter.LogGroupName)).toContain('FunctionsbotLog');
    const counted: { MetricStat?: { Metric: object } }[] = named('dr-bot-errors').Metrics;
    const [{ MetricName, MetricNamespace }] = filter.MetricTransformations;
    expect(counted.map(({ MetricStat }) => MetricStat?.Metric)).toContainEqual({ MetricName, Namespace: MetricNamespace });
  });

  it('dr-table-throttles counts what the table and each of its indexes refuse', () => {
    const metrics: { MetricStat?: { Metric: { MetricName: string; Dimensions: { Name: string; Value: unknown }[] } } }[] =
      named('dr-table-throttles').Metrics;
    const counted = metrics.flatMap(({ MetricStat }) => {
      if (MetricStat === undefined) return [];
      const index = MetricStat.Metric.Dimensions.find(({ Name }) => Name === 'GlobalSecondaryIndexName')?.Value;
      return [`${MetricStat.Metric.MetricName} ${index ?? 'of the table'}`];
    });
    const [table] = resourcesOf(template, 'AWS::DynamoDB::GlobalTable');
    const indexes = table?.Properties.GlobalSecondaryIndexes.map(({ IndexName }: { IndexName: string }) => IndexName);
    expect(indexes).toHaveLength(2);
    expect(counted.toSorted()).toEqual(
      ['of the table', ...indexes].flatMap((each) => [`ReadThrottleEvents ${each}`, `WriteThrottleEvents ${each}`]).toSorted(),
    );
  });

  it.each(alarms.map(({ AlarmName, Metrics }) => [AlarmName, Metrics]))(
    '%s adds up no more metrics than CloudWatch lets it',
    (_, metrics = []) => {
      expect(metrics.filter((metric: object) => 'MetricStat' in metric).length).toBeLessThanOrEqual(10);
    },
  );
});
