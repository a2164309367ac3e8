import { done, failed, working } from '../domain/answer.ts';
import { ageOf } from './drill-data-age.ts';
import { drillOf } from './drill-of.ts';
import { removeDrill } from './drill-removal.ts';
import type { Step } from './step.ts';

/** Has a copy restored from the standby's backups; done when it is a server of its own. Its undo removes the whole drill. */
export const drillRestore: Step = {
  async ask(scene) {
    const { world, run } = scene;
    const drill = drillOf(scene);
    const { database } = await world.drills.look(drill);
    if (database === null) {
      await world.drills.restore(drill);
      return working(`A copy from the backups in ${run.to} is asked for.`);
    }
    if (database.state === 'stopped') return failed('Refused', `The copy in ${run.to} has stopped.`);
    if (database.state !== 'available') return working(`The copy in ${run.to} is being restored.`);
    const copy = await world.drills.observe(drill);
    if (copy.inRecovery) return working(`The copy in ${run.to} is still in recovery.`);
    const now = world.clock.now();
    return done(`The copy in ${run.to} is restored from backups.`, { at: now, dataAgeMs: ageOf(copy, now) });
  },

  undo: removeDrill,
};
