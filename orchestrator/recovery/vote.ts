import { deliver } from '../deliver.ts';
import { driftOf } from '../domain/drift.ts';
import { Denied, Refused } from '../domain/errors.ts';
import type { Question } from '../domain/question.ts';
import type { Person } from '../domain/run.ts';
import { gather } from '../gather.ts';
import { mayVote } from '../people.ts';
import { approvalId, chronicle, revise } from '../questions.ts';
import type { Recovery, Review } from '../recovery.ts';
import { applicationOf, openRun, type Stage } from '../stage.ts';

/** What a voter is shown: the frozen facts, those of now, and what differs. */
export const review =
  (stage: Stage): Recovery['review'] =>
  async (id, by) => {
    const { view, application } = await votable(stage, id, by);
    const { now, drift } = await compare(stage, view, application);
    return { view, application, now, drift };
  };

/** One vote: who may, on what they saw, once; the last needed approval decides, and so does one denial. */
export const vote =
  (stage: Stage): Recovery['vote'] =>
  async ({ run: id, hash, verdict, confirmation, by }) => {
    const { run, plan, view, application, planned } = await votable(stage, id, by);
    if (verdict === 'approve' && confirmation?.trim() !== application.id) {
      throw new Refused(`To approve, type the application's name: ${application.id}.`);
    }
    if (verdict === 'approve') {
      const { now, drift } = await compare(stage, view, application);
      if (drift.length > 0) {
        await revise(stage.records, { run, plan, facts: now, drift, at: stage.now() });
        await deliver(stage, id);
        throw new Refused(
          `The facts changed, so ${id} needs new votes on revision ${planned.revision + 1}: ${drift.join('; ')}.`,
        );
      }
    }
    const { questions } = stage.records;
    const voted = await questions.vote(id, approvalId(planned.revision), hash, { by, verdict, at: stage.now() });
    const outcome = outcomeOf(voted);
    const settled = outcome === null ? voted : await questions.settle(id, voted.id, outcome, stage.now());
    await chronicle(stage.records, settled, stage.now());
    await deliver(stage, id);
    return (await openRun(stage, id)).view;
  };

function outcomeOf({ votes, needed }: Question): 'approved' | 'denied' | null {
  if (votes.some(({ verdict }) => verdict === 'deny')) return 'denied';
  return votes.filter(({ verdict }) => verdict === 'approve').length >= needed ? 'approved' : null;
}

/** The run, when this person may vote on it now; a refusal goes into the journal. */
async function votable(stage: Stage, id: string, by: Person) {
  const { run, plan, view } = await openRun(stage, id);
  const application = applicationOf(stage.config, run.application);
  if (view.closed !== null) throw new Refused(`${id} is over: ${view.closed.says}`);
  if (view.planned === null) throw new Refused(`${id} is still being looked at; it can be decided in a moment.`);
  try {
    await mayVote(application, run, by, stage.directory);
  } catch (error) {
    if (error instanceof Denied) await stage.records.journal.append(id, stage.now(), { kind: 'refused', by, why: error.message });
    throw error;
  }
  return { run, plan, view, application, planned: view.planned };
}

async function compare(
  stage: Stage,
  { run, planned }: Review['view'],
  application: Review['application'],
): Promise<Pick<Review, 'now' | 'drift'>> {
  const now = await gather({ world: stage.worldOf(application), records: stage.records, application, pace: stage.pace }, run);
  return { now, drift: planned === null ? [] : driftOf(planned.facts, now, application.drift) };
}
