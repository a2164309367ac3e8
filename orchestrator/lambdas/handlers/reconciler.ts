import { hasOpenFence, reconcile } from '../../reconcile.ts';
import { logLine } from '../log.ts';
import { roundsOfAMinute } from '../rounds.ts';
import { stage } from '../stage.ts';

/** Each minute: fences sources that could not be fenced; while there is one, it is tried every 2 s. */
export async function handler(_event: unknown, _context: unknown): Promise<void> {
  const on = stage();
  await roundsOfAMinute(on, on.pace.reconcile, async () => {
    await reconcile(on, (message, { run, epoch }) => logLine(message, { run, epoch }));
    return hasOpenFence(on);
  });
}
