import type { Application } from './config.ts';
import type { KeptThere } from './domain/kept.ts';
import type { Stage } from './stage.ts';

/** What is kept in either Region of databases that moves left behind. */
export async function keptNow(
  { config: { regions }, worldOf }: Pick<Stage, 'config' | 'worldOf'>,
  application: Application,
): Promise<readonly KeptThere[]> {
  const world = worldOf(application);
  const looked = [regions.primary, regions.dr].map(async (region) =>
    (await world.rebuild.kept(region)).map((kept) => ({ region, ...kept })),
  );
  return (await Promise.all(looked)).flat();
}
