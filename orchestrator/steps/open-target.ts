import { done, working } from '../domain/answer.ts';
import type { Step } from './step.ts';

/** Gives the writers LOGIN on the target: roles replicate, so the promoted server inherited the fence. */
export const openTarget: Step = {
  async ask({ world, run }) {
    const before = await world.agent.observe(run.to);
    if (before.inRecovery) return working(`The database in ${run.to} is still in recovery.`);
    const after = await world.agent.open(run.to);
    if (!after.writersMayLogin) return working(`Writers cannot log in to ${run.to} yet.`);
    return done(`Writers may log in to ${run.to}.`, { at: world.clock.now() });
  },
};
