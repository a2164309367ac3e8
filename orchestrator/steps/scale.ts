import { done, failed, working } from '../domain/answer.ts';
import { limitsOf } from '../domain/duty.ts';
import { factsOf, type Step } from './step.ts';

/** Gives the target the capacity that the source had, and room to grow as the Region that is used; done when it runs and is healthy behind the load balancer. */
export const scale: Step = {
  async ask(scene) {
    const { world, run, application } = scene;
    const now = await world.services.look(run.to);
    const wanted = factsOf(scene).services;
    const small = wanted.flatMap(({ service, needed }) => {
      const { min = 0, desired = 0, max } = now[service] ?? {};
      const [least, most] = [Math.max(min, needed), Math.max(max ?? 0, limitsOf(application.services[service], 'active').max)];
      const isLarge = min >= needed && desired >= needed && (max === undefined || max >= most);
      return isLarge ? [] : [{ service, size: { min: least, desired: Math.max(desired, needed), max: most } }];
    });
    await Promise.all(small.map(({ service, size }) => world.services.scale(run.to, service, size)));
    const short = wanted.filter(({ service, needed }) => (now[service]?.healthy ?? 0) < needed);
    const counts = (rows: typeof wanted): string =>
      rows.map(({ service, needed }) => `${service} ${now[service]?.healthy ?? 0} of ${needed}`).join(', ');
    return short.length > 0
      ? working(`Waiting for healthy tasks in ${run.to}: ${counts(short)}.`)
      : done(`The services in ${run.to} are healthy: ${counts(wanted)}.`);
  },

  async undo(scene) {
    const { world, run, application } = scene;
    const before = factsOf(scene).capacity[run.to];
    if (before === undefined) return failed('Refused', `The capacity ${run.to} had before is not known: set it by hand.`);
    await Promise.all(
      Object.entries(before).map(([service, had]) =>
        world.services.scale(run.to, service, { ...had, max: limitsOf(application.services[service], 'standby').max }),
      ),
    );
    return done(`The services in ${run.to} have the capacity they had.`);
  },
};
