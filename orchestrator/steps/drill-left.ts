import type { DrillStatus } from '../ports/drills.ts';

/** What is there of a drill, in words; null when nothing is. */
export function whatIsLeft({ database, tasks }: DrillStatus): string | null {
  const copy = database === null ? [] : ['the copy of the database'];
  const left = [...copy, ...tasks.map(({ service }) => `a task of ${service}`)];
  return left.length === 0 ? null : left.join(', ');
}
