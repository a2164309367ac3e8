import type { Entry, EntryBody } from '../../../orchestrator/domain/entry.ts';
import { Refused } from '../../../orchestrator/domain/errors.ts';
import { frozen } from '../../../orchestrator/domain/frozen.ts';
import type { Run } from '../../../orchestrator/domain/run.ts';
import type { Journal } from '../../../orchestrator/ports/records.ts';

type Unless = (entries: readonly Entry[]) => boolean;

/** Runs and journals in memory. Runs are copied, as through a database; entries, which are read again and again, are frozen. */
export function memoryJournal(): Journal {
  const runs = new Map<string, Run>();
  const journals = new Map<string, readonly Entry[]>();
  const all = () => [...runs.values()];

  async function append(run: string, at: number, body: EntryBody): Promise<Entry>;
  async function append(run: string, at: number, body: EntryBody, unless: Unless): Promise<Entry | null>;
  async function append(run: string, at: number, body: EntryBody, unless?: Unless): Promise<Entry | null> {
    const entries = journals.get(run) ?? [];
    if (unless?.(entries)) return null;
    const entry = frozen<Entry>({ ...structuredClone(body), seq: entries.length + 1, at });
    journals.set(run, Object.freeze([...entries, entry]));
    return entry;
  }

  return {
    async begin(run) {
      if (!runs.has(run.id)) runs.set(run.id, structuredClone(run));
    },
    run: async (id) => structuredClone(runs.get(id) ?? null),
    open: async () => structuredClone(all().filter(({ result }) => result === null)),
    async recent(application, limit) {
      const newestFirst = all().toSorted((a, b) => b.epoch - a.epoch);
      return structuredClone(newestFirst.filter((run) => run.application === application).slice(0, limit));
    },

    async close(id, result, at) {
      const run = runs.get(id);
      if (run === undefined) throw new Refused(`There is no run ${id} to close.`);
      if (run.result !== null) return false;
      runs.set(id, { ...run, result, closedAt: at });
      return true;
    },

    append,
    read: async (run, after = 0) => (journals.get(run) ?? []).slice(after),
  };
}
