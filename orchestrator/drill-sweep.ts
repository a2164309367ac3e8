import { Refused, Unavailable } from './domain/errors.ts';
import type { Region } from './domain/region.ts';
import type { World } from './ports/world.ts';
import { applicationOf, type Stage } from './stage.ts';

/**
 * Removes what is left in either Region of drills whose run does not hold the application any more: it was stopped, or gave way to
 * another run, or nobody could remove what it made. What does not answer is looked at in the next round.
 */
export async function sweepDrills(stage: Stage, id: string): Promise<void> {
  const { config, records } = stage;
  const world = stage.worldOf(applicationOf(config, id));
  await Promise.all(
    [config.regions.primary, config.regions.dr].map(async (region) => {
      const runs = await orNone(world.drills.leftovers(region));
      if (runs.length === 0) return;
      const { run: holder } = await records.claims.look(id);
      await Promise.all(runs.filter((run) => run !== holder).map((run) => remove(world, region, run)));
    }),
  );
}

async function remove({ drills }: World, region: Region, run: string): Promise<void> {
  await orNone(drills.remove({ region, run }).then(() => []));
}

async function orNone<T>(asked: Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Unavailable || error instanceof Refused) return [];
    throw error;
  }
}
