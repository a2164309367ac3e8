import type { CostMetric } from '../domain/cost-metric.ts';

/** Whoever sends the bill. */
export interface Billing {
  /**
   * What was charged on each day from `from` until before `until` (such as `2026-11-25`, in UTC), for what is tagged with one
   * of these names. A name without a charge on a day is not in the answer: whether it costs nothing or has no tag is not known.
   */
  charged(names: readonly string[], days: { readonly from: string; readonly until: string }): Promise<readonly CostMetric[]>;
}
