import { done, working } from '../domain/answer.ts';
import { drillOf } from './drill-of.ts';
import type { Step } from './step.ts';

/** Starts one task of each service against the copy, and again one that has ended; done when all of them run. */
export const drillServices: Step = {
  async ask(scene) {
    const { world, run, application } = scene;
    const drill = drillOf(scene);
    const { tasks } = await world.drills.look(drill);
    const services = Object.keys(application.services);
    const stateOf = (service: string): string =>
      tasks.find((task) => task.service === service && task.state !== 'stopping')?.state ?? 'missing';
    if (services.some((service) => stateOf(service) === 'missing')) await world.drills.start(drill);
    const states = services.map((service) => `${service} ${stateOf(service)}`).join(', ');
    return services.every((service) => stateOf(service) === 'running')
      ? done(`The tasks of the drill run in ${run.to}: ${services.join(', ')}.`, { at: world.clock.now() })
      : working(`Waiting for the tasks of the drill in ${run.to}: ${states}.`);
  },
};
