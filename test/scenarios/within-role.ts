import { rowNeeds, triggerNeeds } from '../../orchestrator/lambdas/needs.ts';
import type { Records } from '../../orchestrator/ports/records.ts';
import { type Use, WRITES } from '../records/writes.ts';

/** The records as the role of a function on AWS lets it use them: what it may not write throws. */
export function withinRole(called: string, records: Records): Records {
  const needs = { ...rowNeeds, ...triggerNeeds }[called as keyof typeof triggerNeeds];
  if (needs === undefined) throw new Error(`There is no function ${called}.`);
  const allowed: readonly Use[] = needs.records;
  const guarded = Object.entries(records).map(([name, record]) => {
    const writes: Readonly<Record<string, readonly Use[]>> = WRITES[name as keyof Records] ?? {};
    const methods = Object.entries(record).map(([method, call]) => {
      const missing = (writes[method] ?? []).find((use) => !allowed.includes(use));
      return [method, missing === undefined ? call : refuse(`dr-${called} may not ${missing}: ${name}.${method}.`)];
    });
    return [name, { ...record, ...Object.fromEntries(methods) }];
  });
  return Object.fromEntries(guarded) as unknown as Records;
}

const refuse = (why: string) => async () => {
  throw new Error(why);
};
