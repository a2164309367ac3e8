import { perDaySays } from './domain/kept.ts';
import type { Move } from './domain/region.ts';
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

/** Looks at what a rebuild would meet in the Region that was left. */
export async function lookAtLeftBehind(world: World, { from, to }: Move): Promise<LeftBehind> {
  const [{ database, perDay }, obstacles, kept] = await Promise.all([
    world.rebuild.look(to),
    world.rebuild.obstacles(to),
    world.rebuild.kept(to),
  ]);
  const follows = database?.replicaOf === from;
  const wasSetAside = kept.some(({ kind }) => kind === 'instance');
  const differences = database !== null && wasSetAside ? await world.rebuild.differences(to) : [];
  const lacks = `what is made anew in ${to} is like the database that is left behind there, not like the one before that: ${differences.join(' ').replace(/\.$/, '')}`;
  const costs = `the database that was left behind in ${to} is kept as it is, and a snapshot of it, ${perDaySays(perDay)} until somebody deletes it`;
  return {
    database,
    isRebuilt: follows && differences.length === 0,
    accepts: [
      ...(database === null || follows ? [] : [costs, ...(differences.length === 0 ? [] : [lacks])]),
      ...obstacles.map((why) => `it waits for as long as ${why}`),
    ],
  };
}
