import type { Result } from './domain/run.ts';
import { type RunView, toRunView } from './domain/run-view.ts';
import { plans } from './plans/plans.ts';
import type { Records } from './ports/records.ts';

/** Results a run past its point of no return cannot have. */
const NEVER_MOVED: readonly (Result | null)[] = ['aborted', 'rolled-back', 'denied', 'expired', 'blocked'];
/** Runs of one application that are looked through; more than anybody asks for between two moves. */
const RUNS = 200;

/** The newest run of an application past its point of no return: the one that says where it was moved; null before the first. */
export async function lastMove({ journal }: Pick<Records, 'journal'>, application: string): Promise<RunView | null> {
  for (const run of await journal.recent(application, RUNS)) {
    if (NEVER_MOVED.includes(run.result)) continue;
    const view = toRunView(plans[run.plan], await journal.read(run.id));
    if (view !== null && view.pointOfNoReturnAt !== null) return view;
  }
  return null;
}

/** Whether a move began and was never finished, so that the next run in the same direction goes on with it. */
export const isUnfinished = (move: RunView | null): move is RunView => move !== null && move.closed?.result !== 'succeeded';
