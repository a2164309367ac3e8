import { Refused } from '../domain/errors.ts';
import { drillOf } from './drill-of.ts';
import { onCopy } from './on-copy.ts';
import { bePromoted, candidateOf } from './promote.ts';
import type { Step } from './step.ts';

/**
 * Promotes the copy by what the real plan does once it is past its point of no return; here there is no such point, and the
 * writer on record stays.
 */
export const drillPromote: Step = {
  async ask(scene) {
    const { world, run } = scene;
    const drill = drillOf(scene);
    const status = async () => {
      const { database } = await world.drills.look(drill);
      if (database === null) throw new Refused(`${run.id}'s copy in ${run.to} is gone: somebody else deleted it.`);
      return database;
    };
    const copy = onCopy(scene, {
      database: { status, promote: () => world.drills.promote(drill) },
      agent: { observe: () => world.drills.observe(drill) },
    });
    return bePromoted(copy, await candidateOf(copy));
  },
};
