import type { RowView, RunView } from './run-view.ts';

/** Whether a row ended without what its title says: a fence that did not reach its Region. */
export const wasUnreachable = ({ state, evidence }: RowView): boolean => state === 'done' && evidence.outcome === 'unreachable';

/** A row as it is now: a fence that did not reach its Region is failed, until it was closed after all. */
export function asItIs(row: RowView, { fencedLater }: RunView): RowView {
  if (!wasUnreachable(row)) return row;
  return fencedLater === null ? { ...row, state: 'failed' } : { ...row, says: fencedLater.says, endedAt: fencedLater.fencedAt };
}
