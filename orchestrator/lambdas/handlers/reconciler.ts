import { logLine } from '../log.ts';
import { reconcileAMinute } from '../reconcile-a-minute.ts';
import { stage } from '../stage.ts';

/** Each minute: fences sources that could not be fenced; while there is one, it is tried every 2 s. */
export async function handler(_event: unknown, _context: unknown): Promise<void> {
  await reconcileAMinute(stage(), (message, { run, epoch }) => logLine(message, { run, epoch }));
}
