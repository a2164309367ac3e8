import type { Evidence } from '../domain/answer.ts';
import { limitsOf } from '../domain/duty.ts';
import { Refused, Unavailable } from '../domain/errors.ts';
import type { Capacity } from '../domain/facts.ts';
import { evidenceOf, factsOf, type Scene } from './step.ts';

type Capacities = Readonly<Record<string, Capacity>>;

/**
 * The second belt of the fence: even a role that was missed has no service to write through. Best effort, once the first
 * belt holds, and only where the capacity is known that an undo would give back. Answers what became of it.
 */
export async function stopServices(scene: Scene): Promise<Evidence> {
  const { world, run } = scene;
  const frozen = factsOf(scene).capacity[run.from];
  if (frozen === undefined) return { services: 'left as they are: their capacity was not known' };
  const capacity = { ...frozen, ...(await capacityNow(scene)) };
  const stopped = await unlessAway(
    Promise.all(Object.keys(capacity).map((service) => world.services.scale(run.from, service, { min: 0, desired: 0 }))),
  );
  return { services: 'away' in stopped ? stopped.away : 'scaled to zero', capacity };
}

/** Gives services that the fence stopped the capacity they had then; where it ended before it could say that, what preflight saw. */
export async function openAgain(scene: Scene): Promise<void> {
  const { world, run, application } = scene;
  const { outcome, capacity = factsOf(scene).capacity[run.from] ?? {} } = evidenceOf(scene, 'fence');
  if (scene.plan.kind === 'planned' || outcome === 'unreachable') return;
  const before = capacity as Capacities;
  await Promise.all(
    Object.entries(before).map(([service, had]) =>
      world.services.scale(run.from, service, { ...had, max: limitsOf(application.services[service], 'active').max }),
    ),
  );
}

/** Of the services that run, as far as they can be seen: those at zero an ask before this one may have stopped. */
async function capacityNow({ world, run }: Scene): Promise<Capacities> {
  const seen = await unlessAway(world.services.look(run.from));
  const now = 'away' in seen ? [] : Object.entries(seen.saw).filter(([, { desired }]) => desired > 0);
  return Object.fromEntries(now.map(([service, { min, desired }]) => [service, { min, desired }]));
}

/** What came of asking a Region that may be failing. */
async function unlessAway<T>(asked: Promise<T>): Promise<{ readonly saw: T } | { readonly away: string }> {
  try {
    return { saw: await asked };
  } catch (error) {
    if (error instanceof Unavailable || error instanceof Refused) return { away: error.message };
    throw error;
  }
}
