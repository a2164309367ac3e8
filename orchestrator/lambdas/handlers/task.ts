import { answerCall, Call } from '../entry.ts';
import { logLine } from '../log.ts';
import { stage } from '../stage.ts';

/** The Lambda of every task of every state machine: a row of a plan, a decision, or the end of a run. */
export async function handler(event: unknown, _context: unknown): Promise<unknown> {
  const call = Call.parse(event);
  const step = 'row' in call ? call.row : 'close';
  const fields = { run: call.run, step, undo: 'undo' in call && call.undo };
  try {
    const answer = await answerCall(stage(), event);
    logLine('Asked.', { ...fields, answer });
    return answer;
  } catch (error) {
    logLine('An unexpected error stopped this step.', { ...fields, error: String(error) });
    throw error;
  }
}
