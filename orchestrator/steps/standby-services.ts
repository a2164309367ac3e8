import { done, failed, working } from '../domain/answer.ts';
import { limitsOf } from '../domain/duty.ts';
import type { Step } from './step.ts';

/** Gives each service in the Region that follows the size that dr.yml wants of a standby; done when its tasks are healthy. */
export const standbyServices: Step = {
  async ask({ world, run, application }) {
    if (!(await world.agent.observe(run.to)).inRecovery)
      return failed('Refused', `The database in ${run.to} is no replica any more: its services are left as they are.`);
    const now = await world.services.look(run.to);
    const wanted = Object.entries(application.services).map(([service, limits]) => {
      const { min: size, max } = limitsOf(limits, 'standby');
      return { service, size, max };
    });
    const other = wanted.filter(({ service, size, max }) => {
      const seen = now[service];
      return seen?.min !== size || seen.desired !== size || (seen.max ?? max) !== max;
    });
    await Promise.all(
      other.map(({ service, size, max }) => world.services.scale(run.to, service, { min: size, desired: size, max })),
    );
    const short = wanted.filter(({ service, size }) => (now[service]?.healthy ?? 0) < size);
    const waitsFor = [...new Set([...other, ...short].map(({ service }) => service))];
    return waitsFor.length > 0
      ? working(`Waiting for the size of a standby in ${run.to}: ${waitsFor.join(', ')}.`)
      : done(`The services in ${run.to} have the size of a standby.`);
  },
};
