import type { Application, Config } from './config.ts';
import { activeOf } from './domain/active.ts';
import { Refused, Unavailable } from './domain/errors.ts';
import type { Move } from './domain/region.ts';
import type { Observation, World } from './ports.ts';

/**
 * Where a failover goes: away from the Region observed to be active. Where that is ambiguous it goes to the one Region
 * that is out of recovery, which resolves it; `Refused` when nothing would.
 */
export async function directionOf(config: Config, application: Application, world: World): Promise<Move> {
  const { primary, dr } = config.regions;
  const [inPrimary, inDr, traffic] = await Promise.all([glimpse(world, primary), glimpse(world, dr), world.traffic.look()]);
  const active = activeOf({ [primary]: inPrimary, [dr]: inDr }, traffic.answers);
  if ('region' in active) return active.region === primary ? { from: primary, to: dr } : { from: dr, to: primary };
  if (inDr?.inRecovery === false && inPrimary?.inRecovery !== false) return { from: primary, to: dr };
  if (inPrimary?.inRecovery === false && inDr?.inRecovery !== false) return { from: dr, to: primary };
  if (inPrimary !== null && inDr !== null && traffic.answers === dr) return { from: primary, to: dr };
  if (inPrimary !== null && inDr !== null && traffic.answers === primary) return { from: dr, to: primary };
  throw new Refused(`Where ${application.id} runs is ambiguous: ${active.ambiguous}. A failover would not resolve that.`);
}

async function glimpse(world: World, region: string): Promise<Observation | null> {
  try {
    return await world.agent.observe(region);
  } catch (error) {
    if (error instanceof Unavailable) return null;
    throw error;
  }
}
