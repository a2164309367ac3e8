import { done, failed, working } from '../domain/answer.ts';
import { whatIsLeft } from './drill-left.ts';
import { drillOf } from './drill-of.ts';
import type { Step } from './step.ts';

/**
 * Verifies, by name and by tag, that nothing of the drill is left, and that production is as it was: the standby can be promoted
 * and replicates, and the writer on record is no other.
 */
export const drillVerifyRemoval: Step = {
  async ask(scene) {
    const { world, run, view } = scene;
    const drill = drillOf(scene);
    const [there, tagged, standby, seen] = await Promise.all([
      world.drills.look(drill),
      world.drills.leftovers(run.to),
      world.database.status(run.to),
      world.agent.observe(run.to),
    ]);
    const left = whatIsLeft(there) ?? (tagged.includes(run.id) ? 'something with its tag' : null);
    if (left !== null) return failed('Refused', `There is still something of the drill in ${run.to}: ${left}.`);
    if (!seen.inRecovery || standby.replicaOf !== run.from)
      return failed('Refused', `${run.to} does not replicate from ${run.from} any more.`);
    // A backup that was not made for a copy is none of the drill's.
    const wasCopied = view.rows.some(({ id }) => id === 'drill-copy');
    if (wasCopied && standby.state !== 'available')
      return working(`Nothing is left, but the database in ${run.to} is ${standby.state}.`);
    return done(`Nothing of the drill is left, and ${run.to} follows ${run.from} as before.`, { at: world.clock.now() });
  },
};
