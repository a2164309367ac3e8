import type { TestResult } from '../../../orchestrator/domain/test-result.ts';
import type { Tests } from '../../../orchestrator/ports/records.ts';

/** Test results in memory. What comes in and goes out is copied, as through a database. */
export function memoryTests(): Tests {
  const results = new Map<string, TestResult>();
  return {
    async add(result) {
      const key = `${result.application}/${result.id}`;
      if (!results.has(key)) results.set(key, structuredClone(result));
    },
    async recent(application, limit) {
      const all = [...results.values()].filter((result) => result.application === application);
      return structuredClone(all.toSorted((a, b) => (a.id < b.id ? 1 : -1)).slice(0, limit));
    },
  };
}
