import type { Stage } from '../stage.ts';
import { answerCall, Call } from './entry.ts';
import { logLine } from './log.ts';

/** Answers a task of a state machine, and leaves a line in its log with the run and the step, also where it breaks. */
export async function answerTask(stageOf: () => Stage, event: unknown): Promise<unknown> {
  const call = Call.parse(event);
  const step = 'row' in call ? call.row : 'close';
  const fields = { run: call.run, step, undo: 'undo' in call && call.undo };
  try {
    const answer = await answerCall(stageOf(), event);
    logLine('Asked.', { ...fields, answer });
    return answer;
  } catch (error) {
    logLine('An unexpected error stopped this step.', { ...fields, error: String(error) });
    throw error;
  }
}
