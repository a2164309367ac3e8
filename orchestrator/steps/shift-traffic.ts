import { done, working } from '../domain/answer.ts';
import type { Step } from './step.ts';

/** Moves users through the data plane, by writing or removing the two flag objects; done when DNS answers the target. */
export const shiftTraffic: Step = {
  async ask({ world, run, application }) {
    const before = await world.traffic.look();
    if (before.answers === run.to) return done(`DNS answers ${run.to} for ${application.domain}.`, { flags: before.flags });
    await world.traffic.shift(run.to, { run: run.id, epoch: run.epoch });
    return working(`The flags are written; DNS still answers ${before.answers ?? 'nothing'} for ${application.domain}.`);
  },
};
