import { done, working } from '../domain/answer.ts';
import type { TrafficStatus } from '../ports/world.ts';
import type { Step } from './step.ts';

/** Moves users through the data plane, by writing or removing the two flag objects; done when DNS answers the target. */
export const shiftTraffic: Step = {
  async ask({ world, run, application, config }) {
    const seen = await world.traffic.look();
    if (seen.answers === run.to && areFlagsAsWanted(seen, run.to === config.regions.dr)) {
      return done(`DNS answers ${run.to} for ${application.domain}.`, { flags: seen.flags });
    }
    await world.traffic.shift(run.to, { run: run.id, epoch: run.epoch });
    return working(`The flags are written; DNS still answers ${seen.answers ?? 'nothing'} for ${application.domain}.`);
  },
};

/** Whether every flag that can be seen says where users belong; one that cannot is repeated by the reconciler. */
export function areFlagsAsWanted({ flags }: TrafficStatus, towardsDr: boolean): boolean {
  const wanted = towardsDr ? 'present' : 'absent';
  return Object.values(flags).every((flag) => flag === wanted || flag === 'unreachable');
}
