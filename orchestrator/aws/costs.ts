import { CostExplorerClient, GetCostAndUsageCommand, type GetCostAndUsageResponse } from '@aws-sdk/client-cost-explorer';
import { COST_TAG, CostMetric } from '../domain/cost-metric.ts';
import { Refused, Unavailable } from '../domain/errors.ts';
import type { Billing } from '../ports/billing.ts';
import { askFor, isNamed } from './errors.ts';
import { type Connection, PATIENCE_WITH_BILLS } from './patience.ts';
import type { PermissionsOf } from './permissions.ts';

const WHAT = 'Cost Explorer';
const METRIC = 'UnblendedCost';
/** A request costs $0.01, and so does each further page (https://aws.amazon.com/aws-cost-management/aws-cost-explorer/faqs). */
const MOST_PAGES = 5;

/**
 * Costs from Cost Explorer, for all names and days in one request. Its only endpoint is in us-east-1
 * (https://docs.aws.amazon.com/cost-management/latest/userguide/ce-api.html), so that while us-east-1 is down nothing is heard.
 */
export function costExplorer(connection: Connection = {}): Billing {
  const client = new CostExplorerClient({ region: 'us-east-1', ...PATIENCE_WITH_BILLS, ...connection });

  async function* pages(names: readonly string[], { from, until }: Parameters<Billing['charged']>[1]) {
    let token: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const answer: GetCostAndUsageResponse = await explained(() =>
        client.send(
          new GetCostAndUsageCommand({
            TimePeriod: { Start: from, End: until },
            Granularity: 'DAILY',
            Metrics: [METRIC],
            Filter: { Tags: { Key: COST_TAG, Values: [...names], MatchOptions: ['EQUALS'] } },
            GroupBy: [
              { Type: 'TAG', Key: COST_TAG },
              { Type: 'DIMENSION', Key: 'REGION' },
            ],
            ...(token === undefined ? {} : { NextPageToken: token }),
          }),
        ),
      );
      yield answer;
      token = answer.NextPageToken;
      if (token === undefined) return;
    }
    throw new Refused(`${WHAT} has more than ${MOST_PAGES} pages, which cost a cent each: fewer Regions or applications fit.`);
  }

  return {
    async charged(names, days) {
      const found = new Map<string, CostMetric>();
      for await (const page of pages(names, days)) for (const charge of chargesIn(page)) add(found, charge);
      return [...found.values()].map((cost) => CostMetric.parse(cost));
    },
  };
}

interface Charge extends Pick<CostMetric, 'application' | 'day' | 'currency' | 'estimated'> {
  readonly region: string;
  readonly amount: number;
}

/** A group's keys come in the order of GroupBy, a tag's as `dr:application$shop`. */
function* chargesIn({ ResultsByTime = [] }: GetCostAndUsageResponse): Iterable<Charge> {
  for (const { TimePeriod, Groups = [], Estimated = false } of ResultsByTime) {
    for (const { Keys: [tag = '', region = ''] = [], Metrics } of Groups) {
      const { Amount, Unit = '' } = Metrics?.[METRIC] ?? {};
      const application = tag.slice(COST_TAG.length + 1);
      const day = TimePeriod?.Start ?? '';
      if (application !== '') yield { application, day, currency: Unit, estimated: Estimated, region, amount: Number(Amount) };
    }
  }
}

function add(found: Map<string, CostMetric>, { region, amount, ...charge }: Charge): void {
  const key = `${charge.application} ${charge.day}`;
  const { total = 0, byRegion = {} } = found.get(key) ?? {};
  const inRegion = (byRegion[region] ?? 0) + amount;
  found.set(key, { ...charge, total: total + amount, byRegion: { ...byRegion, [region]: inRegion } });
}

/** What the operator can do about the two answers that are expected of an account which is new to this. */
const ADVICE = {
  AccessDeniedException: 'In an organization its management account has to allow it; otherwise deploy the control plane again.',
  DataUnavailableException: 'Open Cost Explorer once in the Billing console; its first data take a day.',
} as const;

async function explained<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await askFor(WHAT, call);
  } catch (error) {
    // Too many calls in a short time, to this service: https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetCostAndUsage.html
    if (isNamed(error, 'LimitExceededException')) throw new Unavailable(`${WHAT} is asked too often.`, { cause: error });
    const advice = Object.entries(ADVICE).find(([name]) => isNamed(error, name))?.[1];
    if (advice === undefined || !(error instanceof Refused)) throw error;
    throw new Refused(`${error.message} ${advice}`, { cause: error });
  }
}

/**
 * What asking for costs needs. No billing view is named, so that the account's own is asked; for that AWS's own example has `*`:
 * https://docs.aws.amazon.com/cost-management/latest/userguide/billing-example-policies.html#example-policy-ce-api
 */
export const costPermissions: PermissionsOf<Billing> = {
  charged: [{ actions: ['ce:GetCostAndUsage'], resources: () => ['*'] }],
};
