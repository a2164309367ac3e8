import { isNamed } from '../../orchestrator/aws/errors.ts';
import type { Application, Config } from '../../orchestrator/config.ts';
import { isExpected } from '../../orchestrator/domain/errors.ts';
import type { Region } from '../../orchestrator/domain/region.ts';
import type { World } from '../../orchestrator/ports/world.ts';
import type { SeenApplication, SeenDatabase } from './roles.ts';

/** Looks at both databases of an application, from outside and from inside, and at DNS. */
export async function look(config: Config, application: Application, world: World): Promise<SeenApplication> {
  const { instances } = application.database;
  const { primary: home, dr: away } = config.regions;
  const [primary, dr, answers] = await Promise.all([
    databaseIn(home, instances.primary, world),
    databaseIn(away, instances.dr, world),
    heard(world.traffic.look().then(({ answers }) => answers)),
  ]);
  return { primary, dr, answers };
}

async function databaseIn(region: Region, id: string, world: World): Promise<SeenDatabase> {
  const [instance, glimpse] = await Promise.all([instanceIn(region, world), heard(world.agent.observe(region))]);
  return { id, instance, glimpse };
}

async function instanceIn(region: Region, { database }: World): Promise<SeenDatabase['instance']> {
  try {
    const { replicaOf } = await database.status(region);
    return replicaOf === null ? 'writer' : 'replica';
  } catch (error) {
    if (isNamed(error, 'DBInstanceNotFoundFault', 'DBInstanceNotFound')) return 'absent';
    if (isExpected(error)) return 'silent';
    throw error;
  }
}

/** What does not answer, or is not there yet, is not seen. */
async function heard<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (isExpected(error)) return null;
    throw error;
  }
}
