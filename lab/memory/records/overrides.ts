import type { Override } from '../../../orchestrator/domain/override.ts';
import type { Overrides } from '../../../orchestrator/ports/records.ts';

/** Overrides in memory. */
export function memoryOverrides(): Overrides {
  const all: Override[] = [];
  return {
    async record(override) {
      all.push(override);
    },
    recent: async (limit) => all.toSorted((a, b) => b.at - a.at).slice(0, limit),
  };
}
