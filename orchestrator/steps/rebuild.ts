import { done, failed, working } from '../domain/answer.ts';
import type { Step } from './step.ts';

/** Has a replica of the active Region's database made under the original name; done when it is available. */
export const rebuild: Step = {
  async ask({ world, run }) {
    const { database } = await world.rebuild.look(run.to);
    if (database === null) {
      const [obstacle] = await world.rebuild.obstacles(run.to);
      if (obstacle !== undefined) return working(`No database is made yet: ${obstacle}.`);
      await world.rebuild.replicate(run.to);
      return working(`A replica of ${run.from} is asked for in ${run.to}.`);
    }
    if (database.state === 'stopped') return failed('Refused', `The database in ${run.to} has stopped: start it, then retry.`);
    if (database.state !== 'available') return working(`The replica in ${run.to} is ${database.state}.`);
    return database.replicaOf === run.from
      ? done(`The database in ${run.to} is a replica of ${run.from}.`)
      : failed('Refused', `The database in ${run.to} is no replica of ${run.from}: somebody else made it.`);
  },
};
