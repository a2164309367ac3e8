import { asItIs, wasUnreachable } from '../../orchestrator/domain/as-it-is.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';

/** How many steps have done what their titles say. */
export function doneSays(view: RunView): string {
  const done = view.rows.filter((row) => asItIs(row, view).state === 'done');
  return `${done.length} of ${view.rows.length} steps done`;
}

/** What everybody has to know while a target serves users and its source was never fenced; null otherwise. */
export function openFenceSays({ run, rows, pointOfNoReturnAt, fencedLater }: RunView): string | null {
  if (pointOfNoReturnAt === null || fencedLater !== null || !rows.some(wasUnreachable)) return null;
  return `:warning: *${run.from} is not fenced*: if it is alive, it may still take writes. It is fenced as soon as it answers.`;
}
