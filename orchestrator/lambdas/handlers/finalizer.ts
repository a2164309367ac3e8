import { z } from 'zod';
import { finalize } from '../finalize.ts';
import { logLine } from '../log.ts';
import { stage } from '../stage.ts';

/** What we rely on in EventBridge's `Step Functions Execution Status Change`. The execution is named after the run. */
const Ended = z.object({ detail: z.object({ name: z.string().min(1), status: z.string() }) });

/** An execution that is over, however it ended: its run is closed, told and released. Closing twice is closing once. */
export async function handler(event: unknown, _context: unknown): Promise<void> {
  const { name, status } = Ended.parse(event).detail;
  await finalize(stage(), name);
  logLine('Closed.', { run: name, step: 'close', status });
}
