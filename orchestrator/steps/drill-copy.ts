import { done, failed, working } from '../domain/answer.ts';
import { bytesBetween } from '../domain/lsn.ts';
import type { Observation } from '../ports/world.ts';
import { ageOf } from './drill-data-age.ts';
import { drillOf } from './drill-of.ts';
import { removeDrill } from './drill-removal.ts';
import { CLOSE_BYTES } from './ready.ts';
import type { Step } from './step.ts';

/**
 * Has a replica made of the standby's database; done when it is there and close behind, with how old the data is in which a
 * failover would have opened then. Its undo removes the whole drill.
 */
export const drillCopy: Step = {
  async ask(scene) {
    const { world, run } = scene;
    const drill = drillOf(scene);
    const { database } = await world.drills.look(drill);
    if (database === null) {
      await world.drills.copy(drill);
      return working(`The copy of the database in ${run.to} is asked for.`);
    }
    if (database.state === 'stopped') return failed('Refused', `The copy in ${run.to} has stopped.`);
    if (database.state !== 'available') return working(`The copy in ${run.to} is being made.`);
    const [standby, copy] = await Promise.all([world.agent.observe(run.to), world.drills.observe(drill)]);
    if (!copy.inRecovery) return failed('Refused', `Somebody else promoted the copy in ${run.to}, so that is no rehearsal.`);
    const behind = bytesBehind(copy, standby);
    if (behind === null || behind > CLOSE_BYTES) return working(`The copy in ${run.to} is catching up.`);
    const now = world.clock.now();
    return done(`The copy in ${run.to} is there and follows.`, { at: now, dataAgeMs: ageOf(copy, now) });
  },

  undo: removeDrill,
};

const bytesBehind = (copy: Observation, standby: Observation): number | null =>
  copy.replayedLsn === null || standby.replayedLsn === null ? null : bytesBetween(copy.replayedLsn, standby.replayedLsn);
