import { Refused, Unavailable } from './domain/errors.ts';
import type { Region } from './domain/region.ts';
import { type Observation, type TrafficStatus, UNSEEN, type World } from './ports/world.ts';

/** What a Region's agent sees, or what it refuses; null where it does not answer. */
export async function glimpse(world: Pick<World, 'agent'>, region: Region): Promise<Observation | Refused | null> {
  try {
    return await world.agent.observe(region);
  } catch (error) {
    if (error instanceof Unavailable) return null;
    if (error instanceof Refused) return error;
    throw error;
  }
}

/** Where users are led, as far as that can be seen: databases say more of where an application runs. */
export async function glimpseOfTraffic(world: Pick<World, 'traffic'>): Promise<TrafficStatus> {
  try {
    return await world.traffic.look();
  } catch (error) {
    if (error instanceof Unavailable) return UNSEEN;
    throw error;
  }
}
