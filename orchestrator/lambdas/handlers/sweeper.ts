import { logLine } from '../log.ts';
import { stage } from '../stage.ts';
import { sweep } from '../sweep.ts';

/** Each minute: repeats what lost events and crashes left undone. */
export const handler = (_event: unknown, _context: unknown): Promise<void> => sweep(stage(), logLine);
