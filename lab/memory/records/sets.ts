import type { RecoverySet } from '../../../orchestrator/domain/recovery-set.ts';
import type { Sets } from '../../../orchestrator/ports/records.ts';

/** Sets in memory. What comes in and goes out is copied, as through a database. */
export function memorySets(): Sets {
  const open = new Map<string, RecoverySet>();
  let lastNumber = 0;
  return {
    async begin(asked) {
      const set = { ...structuredClone(asked), id: `SET-${++lastNumber}` };
      open.set(set.id, set);
      return structuredClone(set);
    },
    open: async () => structuredClone([...open.values()]),
    async close(id) {
      open.delete(id);
    },
  };
}
