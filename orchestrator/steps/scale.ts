import { done, failed, working } from '../domain/answer.ts';
import { factsOf, type Step } from './step.ts';

/** Gives the target the capacity that the source had; done when it runs and is healthy behind the load balancer. */
export const scale: Step = {
  async ask(scene) {
    const { world, run } = scene;
    const now = await world.services.look(run.to);
    const wanted = factsOf(scene).services;
    const small = wanted.filter(
      ({ service, needed }) => (now[service]?.desired ?? 0) < needed || (now[service]?.min ?? 0) < needed,
    );
    await Promise.all(
      small.map(({ service, needed }) => world.services.scale(run.to, service, { min: needed, desired: needed })),
    );
    const short = wanted.filter(({ service, needed }) => (now[service]?.healthy ?? 0) < needed);
    const counts = (rows: typeof wanted): string =>
      rows.map(({ service, needed }) => `${service} ${now[service]?.healthy ?? 0} of ${needed}`).join(', ');
    return short.length > 0
      ? working(`Waiting for healthy tasks in ${run.to}: ${counts(short)}.`)
      : done(`The services in ${run.to} are healthy: ${counts(wanted)}.`);
  },

  async undo(scene) {
    const { world, run } = scene;
    const before = factsOf(scene).capacity[run.to];
    if (before === undefined) return failed('Refused', `The capacity ${run.to} had before is not known: set it by hand.`);
    await Promise.all(Object.entries(before).map(([service, capacity]) => world.services.scale(run.to, service, capacity)));
    return done(`The services in ${run.to} have the capacity they had.`);
  },
};
