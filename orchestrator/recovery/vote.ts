import { compareNow } from '../compare.ts';
import type { Application } from '../config.ts';
import { deliverSoon } from '../deliver.ts';
import { whyLocked } from '../domain/claim-rules.ts';
import { Refused } from '../domain/errors.ts';
import type { Person } from '../domain/run.ts';
import { belongsToSet } from '../domain/run-view.ts';
import type { Sources } from '../gather.ts';
import { mayVote } from '../people.ts';
import { whyWaiting } from '../precedence.ts';
import { conclude, revise } from '../questions.ts';
import type { Recovery } from '../recovery.ts';
import { applicationOf, openRun, type Stage } from '../stage.ts';
import { cast } from './ballot.ts';
import { journalingDenials } from './denials.ts';

/** What a voter is shown: the frozen facts, those of now, and what differs. */
export const review =
  (stage: Stage): Recovery['review'] =>
  async (id, by) => {
    const { run, plan, view, application, planned } = await votable(stage, id, by);
    const { now, drift } = await compareNow(sourcesOf(stage, application), { run, plan, planned });
    return { view, application, now, drift };
  };

/** One vote: who may, on what they saw, once; the last needed approval decides, and so does one denial. */
export const vote =
  (stage: Stage): Recovery['vote'] =>
  async ({ run: id, ...ballot }) => {
    const { run, plan, application, planned } = await votable(stage, id, ballot.by);
    const revised = async (): Promise<readonly string[]> => {
      const { now, drift } = await compareNow(sourcesOf(stage, application), { run, plan, planned });
      if (drift.length > 0) {
        await revise(stage.records, { run, plan, row: planned.row, facts: now, drift, at: stage.now() });
        await deliverSoon(stage, id);
      } else if (now.blockers.length > 0) throw new Refused(`${id} cannot run now: ${now.blockers.join('; ')}.`);
      const locked = whyLocked(await stage.records.claims.look(run.application));
      if (locked !== null) throw new Refused(`${id} cannot start now: ${locked}`);
      const waits = await whyWaiting(stage.records, run);
      if (waits !== null) throw new Refused(`${id} cannot start now: ${waits} Vote again once it is over.`);
      return drift;
    };
    const typed = { of: "application's name", text: application.id };
    const voted = await cast(stage, { id, revision: planned.revision, typed, revised }, ballot);
    await conclude(stage.records, run, voted, stage.now());
    await deliverSoon(stage, id);
    return (await openRun(stage, id)).view;
  };

/** The run, when this person may vote on it now; a refusal goes into the journal. */
async function votable(stage: Stage, id: string, by: Person) {
  const { run, plan, view } = await openRun(stage, id);
  const application = applicationOf(stage.config, run.application);
  if (view.closed !== null) throw new Refused(`${id} is over: ${view.closed.says}`);
  if (view.planned === null) throw new Refused(`${id} is still being looked at; it can be decided in a moment.`);
  if (belongsToSet(view, view.planned.revision)) {
    throw new Refused(`${id} is decided with ${view.set}, as a whole: /dr approve ${view.set}, or /dr deny ${view.set}.`);
  }
  await journalingDenials(stage, id, by, () => mayVote(application, run, by, stage.directory));
  return { run, plan, view, application, planned: view.planned };
}

const sourcesOf = (stage: Stage, application: Application): Omit<Sources, 'plan'> => ({
  world: stage.worldOf(application),
  records: stage.records,
  application,
});
