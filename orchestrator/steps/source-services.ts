import { Refused, Unavailable } from '../domain/errors.ts';
import { factsOf, type Scene } from './step.ts';

/**
 * The second belt of the fence: even a role that was missed has no service to write through. Best effort, once the first
 * belt holds, and only where the capacity is known that an undo would give back. Answers what became of it.
 */
export async function stopServices(scene: Scene): Promise<string> {
  const { world, run } = scene;
  const known = factsOf(scene).capacity[run.from];
  if (known === undefined) return 'left as they are: their capacity was not known';
  try {
    await Promise.all(Object.keys(known).map((service) => world.services.scale(run.from, service, { min: 0, desired: 0 })));
    return 'scaled to zero';
  } catch (error) {
    if (error instanceof Unavailable || error instanceof Refused) return error.message;
    throw error;
  }
}

/** Gives the source's services the capacity they had when the facts were frozen. */
export async function openAgain(scene: Scene): Promise<void> {
  const { world, run } = scene;
  const before = factsOf(scene).capacity[run.from] ?? {};
  await Promise.all(Object.entries(before).map(([service, capacity]) => world.services.scale(run.from, service, capacity)));
}
