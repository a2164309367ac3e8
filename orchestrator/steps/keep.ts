import { done, failed, working } from '../domain/answer.ts';
import { perDaySays } from '../domain/kept.ts';
import { keptBy, leftBehind } from './left-behind.ts';
import { whyNotLeftBehind } from './not-left-behind.ts';
import type { Step } from './step.ts';

/** Has a snapshot made of the database that was left behind, before anything becomes of it; done when the snapshot is there. */
export const keep: Step = {
  async ask(scene) {
    const { world, run } = scene;
    const snapshot = await keptBy(scene, 'snapshot');
    if (snapshot?.isMade) {
      const { name, perDay } = snapshot;
      return done(`The snapshot ${name} is kept in ${run.to}, ${perDaySays(perDay)}.`, { name, perDay });
    }
    if (snapshot?.isBroken)
      return failed('Refused', `The snapshot ${snapshot.name} has failed: delete it in ${run.to}, then retry.`);
    if (snapshot !== null) return working(`The snapshot ${snapshot.name} is being made.`);
    const { database } = await world.rebuild.look(run.to);
    if (database === null) return done(`There is no database in ${run.to} any more of which a snapshot could be made.`);
    if (database.replicaOf !== null) return done(`The database in ${run.to} is a replica already: nothing in it is its own.`);
    const why = await whyNotLeftBehind(scene);
    if (why !== null) return failed('Refused', why);
    await world.rebuild.snapshot(leftBehind(scene));
    return working(`A snapshot of the database in ${run.to} is asked for.`);
  },
};
