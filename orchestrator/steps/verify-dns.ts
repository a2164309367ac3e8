import { done, working } from '../domain/answer.ts';
import type { Step } from './step.ts';

/** Reads and writes through the domain, with a fresh lookup, until the target serves both. */
export const verifyDns: Step = {
  async ask({ world, run, application }) {
    const { region, readOk, writeOk } = await world.probe.throughDomain();
    if (region !== run.to) return working(`${application.domain} is still served by ${region}.`);
    if (!readOk || !writeOk)
      return working(`${application.domain} reaches ${run.to}, but ${readOk ? 'writing' : 'reading'} fails.`);
    return done(`${application.domain} is served by ${run.to}: reads and writes work.`, { at: world.clock.now() });
  },
};
