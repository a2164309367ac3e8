import { describe, expect, it } from 'vitest';
import { memoryRecords } from '../../lab/memory/records/memory-records.ts';
import { costExplorer } from '../../orchestrator/aws/costs.ts';
import { recordCosts } from '../../orchestrator/costs.ts';
import { PLATFORM } from '../../orchestrator/domain/cost-metric.ts';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import { broken, inTurn, json, jsonFault, type Reply, type Script, scriptedAws } from './scripted-aws.ts';
import { config } from './shop.ts';

/*
 * Answers as https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetCostAndUsage.html describes them: amounts
 * are text, a tag's group is its key and value joined by `$`, and what is in no Region has a word of its own.
 */
const group = (tag: string, region: string, Amount: string) => ({
  Keys: [`dr:application$${tag}`, region],
  Metrics: { UnblendedCost: { Amount, Unit: 'USD' } },
});
const day = (Start: string, End: string, Estimated: boolean, ...Groups: readonly object[]) => ({
  TimePeriod: { Start, End },
  Total: {},
  Groups,
  Estimated,
});
const answer = (ResultsByTime: readonly object[], more: object = {}): Reply => json({ ResultsByTime, ...more });

const TWO_DAYS = answer([
  day('2026-11-25', '2026-11-26', false, group('shop', 'us-east-1', '8'), group('shop', 'us-west-2', '4.5')),
  day(
    ...(['2026-11-26', '2026-11-27', true] as const),
    ...[group('shop', 'us-east-1', '8.2'), group('shop', 'us-west-2', '4.1'), group('shop', 'NoRegion', '0.5')],
    group(PLATFORM, 'us-east-2', '0.84'),
  ),
]);

/** The morning of 27 November 2026. */
const NOW = Date.UTC(2026, 10, 27, 6);

function platform(script: Script) {
  const aws = scriptedAws(script, { maxAttempts: 1 });
  const records = memoryRecords();
  return { aws, records, record: () => recordCosts({ billing: costExplorer(aws.connection), records, config, now: () => NOW }) };
}

describe('the daily look at what AWS charges', () => {
  it('keeps the newest full day of the application and of the platform, by Region', async () => {
    const { records, record } = platform({ GetCostAndUsage: () => TWO_DAYS });
    expect(await record()).toEqual([]);
    const shop = await records.costs.latest('shop');
    expect(shop).toMatchObject({ day: '2026-11-26', currency: 'USD', estimated: true });
    expect(shop?.byRegion).toEqual({ 'us-east-1': 8.2, 'us-west-2': 4.1, NoRegion: 0.5 });
    expect(shop?.total).toBeCloseTo(12.8, 10);
    expect(await records.costs.latest(PLATFORM)).toMatchObject({ total: 0.84, byRegion: { 'us-east-2': 0.84 } });
  });

  it('is one request in us-east-1, for two full days of what carries the tag', async () => {
    const { aws, record } = platform({ GetCostAndUsage: () => TWO_DAYS });
    await record();
    expect(aws.asked).toHaveLength(1);
    expect(aws.asked[0]).toMatchObject({ host: 'ce.us-east-1.amazonaws.com', region: 'us-east-1' });
    expect(aws.asked[0]?.input).toEqual({
      TimePeriod: { Start: '2026-11-25', End: '2026-11-27' },
      Granularity: 'DAILY',
      Metrics: ['UnblendedCost'],
      Filter: { Tags: { Key: 'dr:application', Values: ['shop', PLATFORM], MatchOptions: ['EQUALS'] } },
      GroupBy: [
        { Type: 'TAG', Key: 'dr:application' },
        { Type: 'DIMENSION', Key: 'REGION' },
      ],
    });
  });

  it('adds up what comes in several pages', async () => {
    const pages = [
      () => answer([day('2026-11-26', '2026-11-27', true, group('shop', 'us-east-1', '1'))], { NextPageToken: 'more' }),
      () => answer([day('2026-11-26', '2026-11-27', true, group('shop', 'us-west-2', '2'))]),
    ];
    const { aws, records, record } = platform({ GetCostAndUsage: inTurn(...pages) });
    await record();
    expect(aws.asked.map(({ input }) => input.NextPageToken)).toEqual([undefined, 'more']);
    expect(await records.costs.latest('shop')).toMatchObject({ total: 3, byRegion: { 'us-east-1': 1, 'us-west-2': 2 } });
  });

  it('stops paying for pages that do not end', async () => {
    const { aws, record } = platform({ GetCostAndUsage: () => answer([], { NextPageToken: 'more' }) });
    await expect(record()).rejects.toThrow(Refused);
    expect(aws.asked).toHaveLength(5);
  });

  it('names what it hears nothing of, and claims no zero for it', async () => {
    const { records, record } = platform({ GetCostAndUsage: () => answer([day('2026-11-26', '2026-11-27', true)]) });
    expect(await record()).toEqual(['shop', PLATFORM]);
    expect(await records.costs.latest('shop')).toBeNull();
  });

  it.each([
    ['AccessDeniedException', /You may not \(AccessDeniedException\)\. In an organization its management account/],
    ['DataUnavailableException', /Open Cost Explorer once in the Billing console/],
    ['ValidationException', /^Cost Explorer fails: /],
  ])('says what to do about %s', async (name, says) => {
    const { record } = platform({ GetCostAndUsage: () => jsonFault(400, name, 'You may not.') });
    const error = await record().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Refused);
    expect((error as Error).message).toMatch(says);
  });

  it.each([
    ['asked too often', () => jsonFault(400, 'LimitExceededException')],
    ['out of reach', broken],
  ])('is unavailable while Cost Explorer is %s', async (_, reply) => {
    await expect(platform({ GetCostAndUsage: reply }).record()).rejects.toThrow(Unavailable);
  });
});
