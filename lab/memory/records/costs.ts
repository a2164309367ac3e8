import type { CostMetric } from '../../../orchestrator/domain/cost-metric.ts';
import type { Costs } from '../../../orchestrator/ports/records.ts';

/** Costs in memory. What comes in and goes out is copied, as through a database. */
export function memoryCosts(): Costs {
  const costs = new Map<string, CostMetric>();
  return {
    async record(cost) {
      costs.set(`${cost.application}/${cost.day}`, structuredClone(cost));
    },
    async latest(application) {
      const all = [...costs.values()].filter((cost) => cost.application === application);
      return structuredClone(all.toSorted((a, b) => (a.day < b.day ? 1 : -1))[0] ?? null);
    },
  };
}
