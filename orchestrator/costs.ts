import type { Config } from './config.ts';
import { dayBefore, PLATFORM } from './domain/cost-metric.ts';
import type { Billing } from './ports/billing.ts';
import type { Records } from './ports/records.ts';

/** What recording costs takes. */
export interface CostSources {
  readonly billing: Billing;
  readonly records: Pick<Records, 'costs'>;
  readonly config: Config;
  /** Epoch ms. */
  readonly now: () => number;
}

/** Full days that are asked for each time: AWS settles a day late, and what is heard of it later takes its place. */
const FULL_DAYS = 2;

/**
 * Keeps what every application and the platform itself were charged on the last two full days. Answers the names of which
 * nothing is heard: their resources lack the tag, or nobody has activated it.
 */
export async function recordCosts({ billing, records, config, now }: CostSources): Promise<readonly string[]> {
  const names = [...Object.keys(config.applications), PLATFORM];
  const days = { from: dayBefore(now(), FULL_DAYS), until: dayBefore(now(), 0) };
  const charged = await billing.charged(names, days);
  for (const cost of charged) await records.costs.record(cost);
  return names.filter((name) => !charged.some(({ application }) => application === name));
}
