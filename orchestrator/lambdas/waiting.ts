import { deliverSoon } from '../deliver.ts';
import type { Answer, Retry } from '../domain/answer.ts';
import { Unavailable } from '../domain/errors.ts';
import type { Question } from '../domain/question.ts';
import { askForApproval } from '../sets/ask.ts';
import { blockMembers } from '../sets/block.ts';
import { tendSoon } from '../sets/tend.ts';
import { openRun, type Stage } from '../stage.ts';
import { type Asked, decisionId } from './attempts.ts';
import { askDecision } from './decision.ts';
import { askRow } from './runner.ts';

/** A state that waits for people: an approval row, or the decision about a row that failed. */
export interface Waiting extends Asked {
  readonly waitsFor: 'approval' | 'decision';
  /** What a state machine caught before it came here; null when the row answered `failed`. */
  readonly caught: unknown;
  /** The state machine's task token. */
  readonly token: string;
}

/**
 * Asks; where people have not answered yet it leaves the token with the open question, so that a decision wakes the
 * state machine, which then asks here again. The token carries no authority: what was decided is read from the records.
 */
export async function awaitPeople(stage: Stage, waiting: Waiting): Promise<void> {
  const until = stage.now() + stage.pace.invocation;
  while (!(await isArranged(stage, waiting, stage.now() >= until))) await stage.sleep(stage.pace.poll.seconds);
  const { view } = await openRun(stage, waiting.run);
  // The run that gave way to this one may wait for people, who are not asked any more.
  if (view.preempts !== null) await deliverSoon(stage, view.preempts);
  await tendSoon(stage, view.set, async (_, set) => {
    // A member that cannot be prepared is no longer waited for.
    if (waiting.waitsFor === 'decision') await blockMembers(stage, set, [view.run.application]);
    await askForApproval(stage, set);
  });
}

/** Whether the state machine was answered, or will be woken; records that do not answer are asked again until it is late. */
async function isArranged(stage: Stage, waiting: Waiting, isLate: boolean): Promise<boolean> {
  try {
    const answer = await askNow(stage, waiting);
    if (answer.status !== 'working' || isLate) {
      await stage.workflow.complete(waiting.token, answer);
      return true;
    }
    const open = await openQuestion(stage, waiting);
    if (open === null) return false;
    await stage.records.questions.attach(waiting.run, open.id, waiting.token);
    return await stillWaits(stage, waiting, open);
  } catch (error) {
    if (error instanceof Unavailable && !isLate) return false;
    throw error;
  }
}

/** A decision, or an abort, that came before the token was left could not wake it: so it is asked once more. */
async function stillWaits(stage: Stage, waiting: Waiting, left: Question): Promise<boolean> {
  const answer = await askNow(stage, waiting);
  return answer.status === 'working' && (await openQuestion(stage, waiting))?.id === left.id;
}

function askNow(stage: Stage, waiting: Waiting): Promise<Answer | Retry> {
  const { run, row, undo } = waiting;
  return waiting.waitsFor === 'approval' ? askRow(stage, { run, row, undo }) : askDecision(stage, waiting, waiting.caught);
}

async function openQuestion({ records }: Stage, waiting: Waiting): Promise<Question | null> {
  const decision = decisionId(await records.journal.read(waiting.run), waiting);
  const questions = await records.questions.of(waiting.run);
  const isAsked = ({ id, kind }: Question): boolean => (waiting.waitsFor === 'approval' ? kind === 'approval' : id === decision);
  return questions.findLast((question) => isAsked(question) && question.outcome === null) ?? null;
}
