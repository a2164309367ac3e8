import { rehearse } from '../../rehearse.ts';
import { stage } from '../stage.ts';

/** Each day: a dry run of every application. */
export const handler = (_event: unknown, _context: unknown): Promise<void> => rehearse(stage());
