import type { RowView, RunView } from '../../orchestrator/domain/run-view.ts';

/** Whether a row ended without what its title says: a fence that did not reach its Region. */
const wasUnreachable = ({ state, evidence }: RowView): boolean => state === 'done' && evidence.outcome === 'unreachable';

/** A row as it is now: a fence that did not reach its Region is failed, until it was closed after all. */
export function asItIs(row: RowView, { fencedLater }: RunView): RowView {
  if (!wasUnreachable(row)) return row;
  return fencedLater === null ? { ...row, state: 'failed' } : { ...row, says: fencedLater.says, endedAt: fencedLater.fencedAt };
}

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
