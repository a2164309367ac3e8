import { hasOpenFence, reconcile } from '../reconcile.ts';
import type { Stage } from '../stage.ts';
import { roundsOfAMinute } from './rounds.ts';

/** Fences sources that could not be fenced; while there is one, it is tried again and again until the minute is over. */
export const reconcileAMinute = (on: Stage, tell?: Parameters<typeof reconcile>[1]): Promise<void> =>
  roundsOfAMinute(on, on.pace.reconcile, async () => {
    await reconcile(on, tell);
    return hasOpenFence(on);
  });
