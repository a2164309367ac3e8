import { checkWayHome, directionOf } from './direction.ts';
import { isExpected } from './domain/errors.ts';
import { isWayOut } from './domain/run-view.ts';
import { plans } from './plans/plans.ts';
import { start } from './recovery/begin.ts';
import { applicationOf, openRun, type Stage } from './stage.ts';

/**
 * Asks for the way home where the newest run of an application is a game day that moved it, in the name of whoever asked for that. It is
 * asked for once, as it is the newest run from then on, and approved like any other; what keeps it from being asked for is tried
 * again in the next round.
 */
export async function askForWayHome(stage: Stage, id: string): Promise<void> {
  const [run] = await stage.records.journal.recent(id, 1);
  if (run?.plan !== 'switchover' || run.result !== 'succeeded') return;
  if (!isWayOut((await openRun(stage, run.id)).view)) return;
  const application = applicationOf(stage.config, id);
  try {
    const move = await directionOf(stage.config, application, stage.worldOf(application), stage.records);
    checkWayHome(stage.config, application, plans.failback, move);
    // Whoever asked for the game day was let in for both of its moves.
    const asked = {
      plan: 'failback',
      reason: `The way home of ${run.id}, a game day.`,
      gameDay: true,
      by: run.requestedBy,
    } as const;
    await start(stage, application, move, asked);
  } catch (error) {
    if (!isExpected(error)) throw error;
  }
}
