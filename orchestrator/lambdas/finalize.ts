import { closeRun } from '../close.ts';
import { undosOf } from '../domain/plan.ts';
import { openRun, type Stage } from '../stage.ts';
import { askRow } from './runner.ts';

/**
 * Ends a run whose execution is over although the run is not: before the point of no return it takes back what was done,
 * as the state machine would have, and then it closes. What is still being taken back is looked at again next time.
 */
export async function finalize(stage: Stage, id: string): Promise<void> {
  const { plan, view } = await openRun(stage, id);
  if (view.closed === null) {
    const undone = await Promise.all(undosOf(plan).map(({ id: row }) => askRow(stage, { run: id, row, undo: true })));
    if (undone.some(({ status }) => status === 'working')) return;
  }
  await closeRun(stage, id);
}
