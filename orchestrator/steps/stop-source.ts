import { done, working } from '../domain/answer.ts';
import type { Step } from './step.ts';

/** Stops the services of a source that nobody uses any more: nothing is left there that could write by a role that was missed. */
export const stopSource: Step = {
  async ask({ world, run }) {
    const now = Object.entries(await world.services.look(run.from));
    const left = now.filter(([, { min, desired }]) => min > 0 || desired > 0).map(([service]) => service);
    await Promise.all(left.map((service) => world.services.scale(run.from, service, { min: 0, desired: 0 })));
    return left.length > 0
      ? working(`Stopping ${left.join(' and ')} in ${run.from}.`)
      : done(`The services in ${run.from} are scaled to zero.`);
  },
};
