import { compareNow } from '../compare.ts';
import { type Answer, cancelled, done, working } from '../domain/answer.ts';
import { whyLocked } from '../domain/claim-rules.ts';
import { Busy } from '../domain/errors.ts';
import { rowsOf } from '../domain/plan.ts';
import { approvalId, type Question } from '../domain/question.ts';
import type { Run } from '../domain/run.ts';
import { belongsToSet, type RunView } from '../domain/run-view.ts';
import type { Records } from '../ports/records.ts';
import { takeOver } from '../precedence.ts';
import { conclude, revise } from '../questions.ts';
import type { Scene, Step } from './step.ts';

type Planned = NonNullable<RunView['planned']>;

/** Asks people about the facts that were frozen last, and answers what they decided; votes bind to the hash of plan and facts. */
export async function askApproval(scene: Scene): Promise<Answer> {
  const { records, run, application, world, view } = scene;
  if (view.planned === null) throw new Error(`${run.id} has no plan to approve.`);
  const { row, revision, hash } = view.planned;
  const now = world.clock.now();
  // Of a set, the approval is asked for once, and holds when the turn of the member has come.
  const isOfSet = belongsToSet(view, revision);
  const question = await records.questions.ask({
    run: run.id,
    id: approvalId(revision),
    row,
    kind: 'approval',
    hash,
    needed: application.approval.needed,
    expiresAt: isOfSet ? null : now + patienceOf(scene, row),
    votes: [],
    outcome: null,
    askedAt: now,
  });
  return answerOf(scene, view.planned, await conclude(records, run, question, now));
}

/** The first approval is waited for as dr.yml says; a later one comes after hours, at an hour that nobody chose, and has its row's whole time. */
function patienceOf({ plan, application }: Scene, row: string): number {
  const later = rowsOf(plan).find(({ id }) => id === row && id !== 'approval');
  return later === undefined ? application.approval.expires : later.timeoutSeconds * 1_000;
}

/** The approval that every run needs before anything is done. */
export const approval: Step = { ask: askApproval };

async function answerOf(scene: Scene, planned: Planned, { outcome, needed, votes }: Question): Promise<Answer> {
  if (outcome === null && belongsToSet(scene.view, planned.revision)) return working(`Waiting for ${scene.view.set}.`);
  if (outcome === null) return working(`Waiting for ${needed === 1 ? 'an approval' : `${needed} approvals`}.`);
  if (outcome !== 'approved' && outcome !== 'superseded') return cancelled(`The request was ${outcome}.`);
  const { records, run, plan, world } = scene;
  const { now, drift } = await compareNow(scene, { run, plan, planned });
  const by = votes.filter(({ verdict }) => verdict === 'approve').map((vote) => vote.by.id);
  if (outcome === 'approved' && drift.length === 0) {
    const why = await whyNotStarted(scene);
    return why === null ? done(`Approved by ${by.join(', ')}.`, { by }) : cancelled(why);
  }
  await revise(records, { run, plan, row: planned.row, facts: now, drift, at: world.clock.now() }, true);
  return working(`The facts changed: ${drift.join('; ') || 'they were looked at anew'}.`);
}

/**
 * Takes the claim of a run that has to give way; why that does not any more, or that somebody locked the application before it began,
 * as a sentence, which ends this run.
 */
async function whyNotStarted({ records, run, world, view }: Scene): Promise<string | null> {
  const at = world.clock.now();
  const why = isFirst(view) ? whyLocked(await records.claims.look(run.application)) : null;
  const blocked = why ?? (await whyNotTaken(records, run, at));
  if (blocked === null) return null;
  await records.journal.append(run.id, at, { kind: 'blocked', why: blocked }, (entries) =>
    entries.some(({ kind }) => kind === 'blocked'),
  );
  return blocked;
}

/** Whether nothing has been done yet: what is under way goes on. */
const isFirst = ({ planned }: RunView): boolean => planned?.row === 'approval';

async function whyNotTaken(records: Records, run: Run, at: number): Promise<string | null> {
  try {
    await takeOver(records, run, at);
    return null;
  } catch (error) {
    if (!(error instanceof Busy)) throw error;
    return error.message;
  }
}
