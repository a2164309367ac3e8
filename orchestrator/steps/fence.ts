import { type Answer, done, failed, working } from '../domain/answer.ts';
import { Refused, Unavailable } from '../domain/errors.ts';
import { unplannedBy } from '../domain/unplanned.ts';
import type { Observation } from '../ports/world.ts';
import { openAgain, stopServices } from './source-services.ts';
import { approversOf, factsOf, type Scene, type Step } from './step.ts';

/** Nobody can commit as a writer: no LOGIN, no session, no prepared transaction. */
export const isFenced = (seen: Observation): boolean =>
  !seen.writersMayLogin && seen.writerSessions === 0 && seen.preparedTransactions === 0;

/**
 * Makes the source unable to write, or says honestly that it could not and who accepted that. In a planned move its services
 * run on until users have left: whatever gives the source its writers back has to find them there.
 */
export const fence: Step = {
  ask: closeOrGiveUp,
  undo: open,
};

async function close(scene: Scene): Promise<Answer> {
  const { world, run, plan } = scene;
  const first = await world.agent.fence(run.from);
  const last = isFenced(first) ? await world.agent.observe(run.from) : first;
  if (!isFenced(last)) {
    const { writerSessions, preparedTransactions } = last;
    return working(
      `${writerSessions} sessions and ${preparedTransactions} prepared transactions of writers are left in ${run.from}.`,
    );
  }
  const services = plan.kind === 'planned' ? {} : await stopServices(scene);
  return done(`${run.from} is fenced: its writers cannot log in.`, { outcome: 'fenced', at: world.clock.now(), ...services });
}

async function open(scene: Scene): Promise<Answer> {
  const { world, run } = scene;
  if (await isPromoted(scene)) {
    return failed('Refused', `${run.to} is out of recovery: opening ${run.from} would make two writers.`);
  }
  try {
    await world.agent.open(run.from);
  } catch (error) {
    if (error instanceof Unavailable) return working(`${error.message} Its writers may still be locked out.`);
    throw error;
  }
  await openAgain(scene);
  return done(`Writers may log in to ${run.from} again.`);
}

/** Keeps trying a source that does not answer, or refuses as it did when that was accepted, for a bounded time. */
async function closeOrGiveUp(scene: Scene): Promise<Answer> {
  try {
    return await close(scene);
  } catch (error) {
    const isAccepted = error instanceof Refused && acceptedBy(scene) !== null;
    if (!(error instanceof Unavailable || isAccepted)) throw error;
    return scene.elapsedMs < scene.pace.fenceGiveUp ? working(`${error.message} Trying again.`) : giveUp(error.message, scene);
  }
}

/** Only what approvers accepted is gone on with; where it got worse since, people are asked. */
async function giveUp(why: string, scene: Scene): Promise<Answer> {
  const { run, records, application } = scene;
  const accepted = acceptedBy(scene);
  if (accepted === null) {
    return failed('TimedOut', `${why} It answered when it was approved, so nobody has accepted that it is not fenced.`);
  }
  const { missedAt } = await records.sightings.look(application.id, run.from);
  return done(`${run.from} could not be reached, so it is not fenced; that was accepted.`, {
    outcome: 'unreachable',
    acceptedBy: accepted,
    silentSince: missedAt ?? scene.world.clock.now(),
  });
}

/** Who accepted that the source is not fenced, by id: whoever approved that, or switched to an unplanned move; null where nobody did. */
const acceptedBy = (scene: Scene): readonly string[] | null =>
  unplannedBy(scene) ?? (factsOf(scene).source.fence === 'impossible' ? approversOf(scene) : null);

/** A target that does not answer is no reason to keep users waiting: nobody has passed the point of no return. */
async function isPromoted({ world, run }: Scene): Promise<boolean> {
  try {
    return !(await world.agent.observe(run.to)).inRecovery;
  } catch (error) {
    if (error instanceof Unavailable || error instanceof Refused) return false;
    throw error;
  }
}
