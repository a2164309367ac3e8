import type { Entry, EntryBody } from '../../../orchestrator/domain/entry.ts';
import { Refused } from '../../../orchestrator/domain/errors.ts';
import type { Run } from '../../../orchestrator/domain/run.ts';
import type { Journal } from '../../../orchestrator/ports/records.ts';

type Unless = (entries: readonly Entry[]) => boolean;

/** Runs and journals in memory. What comes in and goes out is copied, as through a database. */
export function memoryJournal(): Journal {
  const runs = new Map<string, Run>();
  const journals = new Map<string, Entry[]>();
  const all = () => [...runs.values()];

  async function append(run: string, at: number, body: EntryBody): Promise<Entry>;
  async function append(run: string, at: number, body: EntryBody, unless: Unless): Promise<Entry | null>;
  async function append(run: string, at: number, body: EntryBody, unless?: Unless): Promise<Entry | null> {
    const entries = journals.get(run) ?? [];
    if (unless?.(structuredClone(entries))) return null;
    const entry: Entry = { ...structuredClone(body), seq: entries.length + 1, at };
    journals.set(run, [...entries, entry]);
    return structuredClone(entry);
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
    read: async (run, after = 0) => structuredClone((journals.get(run) ?? []).filter(({ seq }) => seq > after)),
  };
}
