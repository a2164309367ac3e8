import { type Answer, done, failed, working } from '../domain/answer.ts';
import { Unavailable } from '../domain/errors.ts';
import type { Observation } from '../ports.ts';
import { approversOf, factsOf, type Scene, type Step } from './step.ts';

/** Nobody can commit as a writer: no LOGIN, no session, no prepared transaction. */
export const isFenced = (seen: Observation): boolean =>
  !seen.writersMayLogin && seen.writerSessions === 0 && seen.preparedTransactions === 0;

/** Makes the source unable to write, or says honestly that it could not and who accepted that. */
export const fence: Step = {
  async ask(scene) {
    try {
      return await close(scene);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      return unreachable(scene, error.message);
    }
  },

  async undo(scene) {
    const { world, run } = scene;
    if (await isPromoted(scene))
      return failed('Refused', `${run.to} is out of recovery: opening ${run.from} would make two writers.`);
    await world.agent.open(run.from);
    await restoreServices(scene);
    return done(`Writers may log in to ${run.from} again.`);
  },
};

async function close(scene: Scene): Promise<Answer> {
  const { world, run } = scene;
  await world.agent.fence(run.from);
  const second = await world.agent.fence(run.from);
  if (!isFenced(second)) {
    return working(
      `${second.writerSessions} sessions and ${second.preparedTransactions} prepared transactions of writers are left in ${run.from}.`,
    );
  }
  const services = await stopServices(scene);
  return done(`${run.from} is fenced: its writers cannot log in.`, { outcome: 'fenced', at: world.clock.now(), services });
}

/** The second belt: even a role that was missed has no service to write through. Best effort, once the first belt holds. */
async function stopServices({ world, run, application }: Scene): Promise<string> {
  try {
    await Promise.all(
      Object.keys(application.services).map((service) => world.services.scale(run.from, service, { min: 0, desired: 0 })),
    );
    return 'scaled to zero';
  } catch (error) {
    if (error instanceof Error) return error.message;
    throw error;
  }
}

function unreachable(scene: Scene, why: string): Answer {
  const { run, pace, elapsedMs } = scene;
  const accepted = factsOf(scene).source.fence === 'impossible';
  if (!accepted || elapsedMs < pace.fenceGiveUp) return working(`${why} Trying to fence it all the same.`);
  const acceptedBy = approversOf(scene);
  return done(`${run.from} could not be reached, so it is not fenced; that was accepted at approval.`, {
    outcome: 'unreachable',
    acceptedBy,
  });
}

/** A target that does not answer is no reason to keep users waiting: nobody has passed the point of no return. */
async function isPromoted({ world, run }: Scene): Promise<boolean> {
  try {
    return !(await world.agent.observe(run.to)).inRecovery;
  } catch (error) {
    if (error instanceof Unavailable) return false;
    throw error;
  }
}

async function restoreServices(scene: Scene): Promise<void> {
  const { world, run } = scene;
  const before = factsOf(scene).capacity[run.from] ?? {};
  await Promise.all(Object.entries(before).map(([service, capacity]) => world.services.scale(run.from, service, capacity)));
}
