import { Refused, Unavailable } from './domain/errors.ts';
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
      const runs = await unlessSilent(world.drills.leftovers(region), []);
      if (runs.length === 0) return;
      const { run: holder } = await records.claims.look(id);
      const left = runs.filter((run) => run !== holder);
      await Promise.all(left.map((run) => unlessSilent(world.drills.remove({ region, run }), undefined)));
    }),
  );
}

async function unlessSilent<T>(asked: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Unavailable || error instanceof Refused) return otherwise;
    throw error;
  }
}
