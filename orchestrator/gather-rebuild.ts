import { perDaySays } from './domain/kept.ts';
import type { Move, Region } from './domain/region.ts';
import type { Rebuilt } from './ports/rebuild.ts';
import type { InstanceStatus, World } from './ports/world.ts';

/** What is seen of a database that was left behind, before it is made anew. */
export interface LeftBehind {
  /** Null where there is none. */
  readonly database: InstanceStatus | null;
  /** Whether it follows already, and is what it has to be. */
  readonly isRebuilt: boolean;
  /** Sentences: what making it anew accepts. */
  readonly accepts: readonly string[];
}

interface Seen extends Rebuilt {
  /** Sentences: where it is not what the one was that was set aside before it. */
  readonly differences: readonly string[];
}

/** Looks at what a rebuild would meet in the Region that was left. */
export async function lookAtLeftBehind(world: World, { from, to }: Move): Promise<LeftBehind> {
  const [{ database, perDay, differences }, obstacles] = await Promise.all([look(world, to), world.rebuild.obstacles(to)]);
  const follows = database?.replicaOf === from;
  const costs = `the database that was left behind in ${to} is kept as it is, and a snapshot of it, ${perDaySays(perDay)} until somebody deletes it`;
  return {
    database,
    isRebuilt: follows && differences.length === 0,
    accepts: [
      ...(database === null || follows ? [] : [costs, ...lackSays(to, differences)]),
      ...obstacles.map((why) => `it waits for as long as ${why}`),
    ],
  };
}

/** Sentences: what a database made anew in the Region will lack, because the one that is there now lacks it. */
export const lackIn = async (world: World, region: Region): Promise<readonly string[]> =>
  lackSays(region, (await look(world, region)).differences);

async function look(world: World, region: Region): Promise<Seen> {
  const [rebuilt, kept] = await Promise.all([world.rebuild.look(region), world.rebuild.kept(region)]);
  const wasSetAside = kept.some(({ kind }) => kind === 'instance');
  const differences = rebuilt.database !== null && wasSetAside ? await world.rebuild.differences(region) : [];
  return { ...rebuilt, differences };
}

const lackSays = (region: Region, differences: readonly string[]): readonly string[] =>
  differences.length === 0
    ? []
    : [
        `what is made anew in ${region} is like the database that is there now, not like the one before that: ${differences.join(' ').replace(/\.$/, '')}`,
      ];
