import { describe, expect, it } from 'vitest';
import { s3Storage } from '../../orchestrator/aws/storage.ts';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import { broken, json, jsonFault, type Script, scriptedAws } from './scripted-aws.ts';
import { config, dr, primary, shop } from './shop.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');

/** CloudWatch with the newest figures of some rules; null for a rule that has none of late. */
const figures = (rules: Readonly<Record<string, readonly number[] | null>>): Script => ({
  ListMetrics: ({ input }) =>
    json({
      Metrics: Object.keys(rules).map((Value) => ({
        Namespace: input.Namespace,
        MetricName: input.MetricName,
        Dimensions: [...(input.Dimensions as object[]), { Name: 'RuleId', Value }],
      })),
    }),
  GetMetricData: ({ input }) =>
    json({
      MetricDataResults: (input.MetricDataQueries as { Id: string }[]).map(({ Id }, index) => ({
        Id,
        Values: Object.values(rules)[index] ?? [],
      })),
    }),
});

function storageOf(script: Script) {
  const aws = scriptedAws(script);
  return { aws, storage: s3Storage(config, shop, aws.clients, () => NOW) };
}

describe('the storage on S3', () => {
  it('has as many objects to copy as the newest figures of all rules say, as the target’s Region tells', async () => {
    const { aws, storage } = storageOf(figures({ all: [3, 9], receipts: [2] }));
    expect(await storage.backlog(primary, dr)).toBe(5);
    expect(aws.asked.every(({ region }) => region === dr)).toBe(true);
    expect(aws.asked[0]?.input).toMatchObject({
      MetricName: 'OperationsPendingReplication',
      Dimensions: [
        { Name: 'SourceBucket', Value: 'shop-data-us-east-1' },
        { Name: 'DestinationBucket', Value: 'shop-data-us-west-2' },
      ],
    });
  });

  it('copies in both directions', async () => {
    const { aws, storage } = storageOf(figures({ back: [0] }));
    expect(await storage.backlog(dr, primary)).toBe(0);
    expect(aws.asked.every(({ region }) => region === primary)).toBe(true);
  });

  it.each([
    ['no rule has figures', {}],
    ['the only rule has none of late', { all: null }],
    ['one of the rules has none of late', { all: [3], receipts: null }],
  ])('cannot be counted when %s, rather than having nothing to copy', async (_, rules) => {
    const { storage } = storageOf(figures(rules));
    await expect(storage.backlog(primary, dr)).rejects.toThrow(Unavailable);
  });

  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CommonErrors.html
  it.each([
    ['is throttled', Unavailable, () => jsonFault(400, 'ThrottlingException', 'Rate exceeded')],
    ['is out of reach', Unavailable, broken],
    ['does not allow it', Refused, () => jsonFault(403, 'AccessDeniedException')],
  ])('says so when CloudWatch %s', async (_, kind, answer) => {
    const { storage } = storageOf({ ...figures({ all: [0] }), GetMetricData: answer });
    await expect(storage.backlog(primary, dr)).rejects.toThrow(kind);
  });
});
