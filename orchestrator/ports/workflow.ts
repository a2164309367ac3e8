import type { Answer, Retry } from '../domain/answer.ts';
import type { Run } from '../domain/run.ts';

/** The engine that carries out a plan's state machine. */
export interface Workflow {
  /** Starts the execution named after the run; starting it again changes nothing. */
  start(run: Run): Promise<void>;
  /** Completes a task token with an answer; a token that is gone is not an error. */
  complete(token: string, answer: Answer | Retry): Promise<void>;
  state(run: Run): Promise<'absent' | 'running' | 'ended'>;
}
