import { done, working } from '../domain/answer.ts';
import type { Step } from './step.ts';

/**
 * Gives the writers LOGIN on the target: roles replicate, so the promoted server inherited the fence. The marker comes first,
 * so that data written under an epoch carries its marker: by that a Region's agent tells the writer from what was left behind.
 */
export const openTarget: Step = {
  async ask({ world, run }) {
    const before = await world.agent.observe(run.to);
    if (before.inRecovery) return working(`The database in ${run.to} is still in recovery.`);
    await world.agent.mark(run.to, { run: run.id, epoch: run.epoch });
    const after = await world.agent.open(run.to);
    if (!after.writersMayLogin) return working(`Writers cannot log in to ${run.to} yet.`);
    return done(`Writers may log in to ${run.to}.`, { at: world.clock.now() });
  },
};
