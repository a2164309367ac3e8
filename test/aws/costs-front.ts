import { COST_TAG } from '../../orchestrator/domain/cost-metric.ts';
import type { Front } from './gateway/gateway.ts';
import type { Reply } from './gateway/http.ts';

/** What every name is charged for every day that is asked for, USD. */
export const CHARGED = '1.25';

/**
 * Cost Explorer, written from
 * https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetCostAndUsage.html: a day for each day of the period,
 * a group for each value of the tag that the filter names. A tag that is made active is taken for active.
 */
export const costsFront: Front = async ({ action, parameters }) => {
  if (action === 'ce:UpdateCostAllocationTagsStatus') return json({ Errors: [] });
  const { TimePeriod, Filter } = parameters as unknown as Asked;
  const Groups = Filter.Tags.Values.map((value) => ({
    Keys: [`${COST_TAG}$${value}`, 'us-east-1'],
    Metrics: { UnblendedCost: { Amount: CHARGED, Unit: 'USD' } },
  }));
  const ResultsByTime = daysOf(TimePeriod).map((Start) => ({
    TimePeriod: { Start, End: after(Start) },
    ...{ Total: {}, Groups, Estimated: true },
  }));
  return json({ ResultsByTime });
};

const json = (body: object): Reply => ({
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: Buffer.from(JSON.stringify(body)),
});

interface Asked {
  readonly TimePeriod: { readonly Start: string; readonly End: string };
  readonly Filter: { readonly Tags: { readonly Values: readonly string[] } };
}

const after = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

/** The end of a period is not part of it. */
const daysOf = ({ Start, End }: Asked['TimePeriod']): readonly string[] =>
  Start < End ? [Start, ...daysOf({ Start: after(Start), End })] : [];
