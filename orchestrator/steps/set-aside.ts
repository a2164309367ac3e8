import { done, failed, working } from '../domain/answer.ts';
import { keptBy, leftBehind } from './left-behind.ts';
import { whyNotLeftBehind } from './not-left-behind.ts';
import type { Step } from './step.ts';

/** Renames the database that was left behind, once its snapshot is there, so that its own name is free; it goes on costing. */
export const setAside: Step = {
  async ask(scene) {
    const { world, run } = scene;
    const { database } = await world.rebuild.look(run.to);
    if (database === null) {
      const old = await keptBy(scene, 'instance');
      if (old === null) return done(`There is no database in ${run.to} that could be set aside.`);
      return old.isMade
        ? done(`The database that was left behind in ${run.to} is kept as ${old.name}.`, { name: old.name })
        : working(`${old.name} is being renamed.`);
    }
    if (database.replicaOf !== null) return done(`The database in ${run.to} is a replica already: nothing is to be set aside.`);
    if (!(await keptBy(scene, 'snapshot'))?.isMade)
      return failed('Refused', `There is no snapshot of the database in ${run.to}, so that it is left as it is.`);
    const why = await whyNotLeftBehind(scene);
    if (why !== null) return failed('Refused', why);
    const [obstacle] = await world.rebuild.obstacles(run.to);
    if (obstacle !== undefined) return working(`Nothing is renamed yet: ${obstacle}.`);
    if (database.state !== 'available') return working(`The database in ${run.to} is ${database.state}.`);
    await world.rebuild.setAside(leftBehind(scene));
    return working(`Another name is asked for, for the database in ${run.to}.`);
  },
};
