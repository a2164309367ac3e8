import { done, working } from '../domain/answer.ts';
import type { TrafficStatus } from '../ports/world.ts';
import type { Step } from './step.ts';

/**
 * Moves users through the data plane, by writing or removing the two flag objects; done when DNS answers the target. A flag that
 * cannot be changed holds nobody up for longer than the health checks need to tell: if DNS still answers the target then, it is left
 * to the reconciler.
 */
export const shiftTraffic: Step = {
  async ask({ world, run, application, config, elapsedMs }) {
    const seen = await world.traffic.look();
    if (seen.answers === run.to && areFlagsAsWanted(seen, run.to === config.regions.dr)) {
      return done(`DNS answers ${run.to} for ${application.domain}.`, { flags: seen.flags });
    }
    await world.traffic.shift(run.to, { run: run.id, epoch: run.epoch });
    if (seen.answers !== run.to) {
      return working(`The flags are written; DNS still answers ${seen.answers ?? 'nothing'} for ${application.domain}.`);
    }
    const { checkInterval, checkFailures } = config.dns;
    if (elapsedMs < checkInterval * (checkFailures + 1)) {
      return working(`DNS answers ${run.to} for ${application.domain}, but a flag is not as it should be.`);
    }
    return done(
      `DNS answers ${run.to} for ${application.domain}; one flag could not be changed and is tried again each minute.`,
      {
        flags: seen.flags,
      },
    );
  },
};

/** Whether every flag that can be seen says where users belong; one that cannot is repeated by the reconciler. */
export function areFlagsAsWanted({ flags }: TrafficStatus, towardsDr: boolean): boolean {
  const wanted = towardsDr ? 'present' : 'absent';
  return Object.values(flags ?? {}).every((flag) => flag === wanted || flag === 'unreachable');
}
