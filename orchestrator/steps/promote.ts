import { cancelled, done, working } from '../domain/answer.ts';
import { Refused } from '../domain/errors.ts';
import type { Scene, Step } from './step.ts';

/** Makes the target's replica the writer. It first writes the point of no return, on the condition that nobody stopped. */
export const promote: Step = {
  async ask(scene) {
    const { world, run } = scene;
    const instance = await world.database.status(run.to);
    const seen = await world.agent.observe(run.to);
    if (instance.state === 'available' && instance.replicaOf === null && !seen.inRecovery) {
      return done(`${run.to} is promoted.`, { at: world.clock.now() });
    }
    if (instance.state === 'backing-up')
      return working(`The database in ${run.to} is being backed up; promotion waits for that.`);
    const stopped = await passPointOfNoReturn(scene);
    if (stopped !== null) return cancelled(stopped);
    await world.database.promote(run.to);
    return working(`The database in ${run.to} is being promoted.`);
  },
};

/** Null when the point is passed; otherwise the sentence that says why it may not be. */
async function passPointOfNoReturn({ records, world, run, view }: Scene): Promise<string | null> {
  try {
    const at = world.clock.now();
    await records.claims.passPointOfNoReturn({ application: run.application, run: run.id, epoch: run.epoch }, at);
    if (view.pointOfNoReturnAt === null) {
      await records.journal.append(run.id, at, { kind: 'point-of-no-return', row: 'promote' }, (entries) =>
        entries.some(({ kind }) => kind === 'point-of-no-return'),
      );
    }
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}
