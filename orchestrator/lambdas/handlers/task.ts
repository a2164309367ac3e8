import { stage } from '../stage.ts';
import { answerTask } from '../task.ts';

/** The Lambda of every task of every state machine: a row of a plan, a decision, or the end of a run. */
export const handler = (event: unknown, _context: unknown): Promise<unknown> => answerTask(stage, event);
