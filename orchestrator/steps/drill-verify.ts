import { done, working } from '../domain/answer.ts';
import { drillOf } from './drill-of.ts';
import type { Step } from './step.ts';

/** Reads and writes through the drill's own tasks, as a user would through the load balancer. */
export const drillVerify: Step = {
  async ask(scene) {
    const { world, run } = scene;
    const { readOk, writeOk } = await world.drills.probe(drillOf(scene));
    if (!readOk) return working(`Reading through the tasks of the drill in ${run.to} fails.`);
    if (!writeOk) return working(`Writing through the tasks of the drill in ${run.to} fails.`);
    return done(`The tasks of the drill read and write in the copy in ${run.to}.`, { at: world.clock.now() });
  },
};
