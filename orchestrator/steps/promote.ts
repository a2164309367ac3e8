import { type Answer, cancelled, done, failed, working } from '../domain/answer.ts';
import { holderOf } from '../domain/claim-rules.ts';
import { Refused } from '../domain/errors.ts';
import type { InstanceStatus, Observation } from '../ports/world.ts';
import type { Scene, Step } from './step.ts';

/** The database that is to become the writer: what its provider says of it, and what is seen inside. */
export interface Candidate {
  readonly instance: InstanceStatus;
  readonly seen: Observation;
}

/**
 * Makes the target's replica the writer. Before it acts, or finds that somebody else has acted, it writes the point of no
 * return, on the condition that nobody stopped, and who the writer is from then on; until the instance can be promoted, it
 * waits on this side of that point, or fails there where the move is planned.
 */
export const promote: Step = {
  async ask(scene) {
    const { run, view, plan } = scene;
    const candidate = await candidateOf(scene);
    const { instance } = candidate;
    if (instance.state === 'stopped') return failed('Refused', `The database in ${run.to} is stopped: start it, then retry.`);
    if (instance.state !== 'available' && view.pointOfNoReturnAt === null) {
      if (plan.kind === 'planned')
        return failed('Refused', `The database in ${run.to} is ${instance.state}: users would wait for that.`);
      return working(`The database in ${run.to} is ${instance.state}; promotion waits for that.`);
    }
    if (view.pointOfNoReturnAt !== null) return bePromoted(scene, candidate);
    const stopped = await passPointOfNoReturn(scene);
    if (stopped !== null) return cancelled(stopped);
    // Users wait: the claim is what counts, so that its entry is written beside the promotion.
    const [answer] = await Promise.all([bePromoted(scene, candidate), tellPointOfNoReturn(scene)]);
    return answer;
  },
};

/** Looks at the target from both sides. */
export async function candidateOf({ world, run }: Scene): Promise<Candidate> {
  const [instance, seen] = await Promise.all([world.database.status(run.to), world.agent.observe(run.to)]);
  return { instance, seen };
}

/** Asks for the promotion as soon as the instance takes it, and looks at once; done when it is out of recovery and nobody's replica. */
export async function bePromoted(scene: Scene, candidate: Candidate): Promise<Answer> {
  const { world, run } = scene;
  const isPromoted = ({ instance, seen }: Candidate): boolean =>
    instance.state === 'available' && instance.replicaOf === null && !seen.inRecovery;
  const asked = async (): Promise<Candidate> => {
    if (candidate.instance.state !== 'available') return candidate;
    await world.database.promote(run.to);
    return candidateOf(scene);
  };
  return isPromoted(candidate) || isPromoted(await asked())
    ? done(`${run.to} is promoted.`, { at: world.clock.now() })
    : working(`The database in ${run.to} is being promoted.`);
}

/** Null when the point is passed; otherwise the sentence that says why it may not be. */
async function passPointOfNoReturn({ records, world, run }: Scene): Promise<string | null> {
  try {
    await records.claims.passPointOfNoReturn(holderOf(run), run.to, world.clock.now());
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}

const tellPointOfNoReturn = ({ records, world, run }: Scene): Promise<unknown> =>
  records.journal.append(run.id, world.clock.now(), { kind: 'point-of-no-return', row: 'promote' }, (entries) =>
    entries.some(({ kind }) => kind === 'point-of-no-return'),
  );
