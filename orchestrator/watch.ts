import type { Application } from './config.ts';
import { Refused } from './domain/errors.ts';
import type { Region } from './domain/region.ts';
import { type VigilNews, vigilOf } from './domain/vigil.ts';
import { eachOnItsOwn } from './each.ts';
import { glimpse } from './glimpse.ts';
import { applicationOf, type Stage } from './stage.ts';

/** Failures in a row, per application and Region, since the last answer; kept by whoever watches. */
export type Misses = Map<string, number>;

/** One probe of every Region of every application from the control Region; a Region is down after enough misses in a row. */
export async function watch(stage: Stage, misses: Misses): Promise<void> {
  const { config } = stage;
  const applications = Object.entries(config.applications).map(([id, rest]) => ({ id, ...rest }));
  const regions = [config.regions.primary, config.regions.dr];
  const pairs = applications.flatMap((application) => regions.map((region) => ({ application, region })));
  await eachOnItsOwn(pairs, ({ application, region }) => probe(stage, misses, application, region));
}

async function probe(stage: Stage, misses: Misses, application: Application, region: Region): Promise<void> {
  const { records, pace } = stage;
  const key = `${application.id} ${region}`;
  const answered = await answers(stage, application, region);
  if (answered === null) return;
  if (answered) {
    misses.set(key, 0);
    await records.sightings.record(application.id, { region, lastAnsweredAt: stage.now(), missedAt: null, downSince: null });
    return;
  }
  const missed = (misses.get(key) ?? 0) + 1;
  misses.set(key, missed);
  if (missed !== 1 && missed !== pace.watchFailures) return;
  const { lastAnsweredAt, missedAt, downSince } = await records.sightings.look(application.id, region);
  const at = stage.now();
  // Whoever watches may be new to it: a Region that is down already stays down.
  const since = downSince ?? (missed === pace.watchFailures ? at : null);
  await records.sightings.record(application.id, { region, lastAnsweredAt, missedAt: missedAt ?? at, downSince: since });
}

/** Null where it refuses, which says neither that it is well nor that it is down. */
const answers = async (stage: Stage, application: Application, region: Region): Promise<boolean | null> => {
  const seen = await glimpse(stage.worldOf(application), region);
  return seen instanceof Refused ? null : seen !== null;
};

/** An agent that may not look cannot look after its Region either. */
const refusal = (region: Region, { message }: Refused): VigilNews => ({
  kind: 'asleep',
  says: `the agent in ${region} cannot look: ${message}`,
});

/** What is to be told of how the Regions that answer look after themselves, for every application. */
export async function vigils(stage: Pick<Stage, 'config' | 'worldOf' | 'now'>): Promise<readonly VigilNews[]> {
  const { config, worldOf, now } = stage;
  const { primary, dr } = config.regions;
  const looked = Object.keys(config.applications).flatMap((id) =>
    [primary, dr].map(async (region) => {
      const seen = await glimpse(worldOf(applicationOf(config, id)), region);
      const news = seen === null ? null : seen instanceof Refused ? refusal(region, seen) : vigilOf(region, seen, now());
      return news === null ? [] : [{ ...news, says: `${id}: ${news.says}` }];
    }),
  );
  return (await Promise.all(looked)).flat();
}

/**
 * Applications of whose two flags neither endpoint answers now. They could not be moved; and where they were moved, Route 53 takes the
 * silence for no flag, and leads users back to the primary Region.
 */
export async function withoutFlags({ config, worldOf }: Pick<Stage, 'config' | 'worldOf'>): Promise<readonly string[]> {
  const looked = Object.keys(config.applications).map(async (id) => {
    const world = worldOf(applicationOf(config, id));
    const { flags } = await world.traffic.look();
    return flags?.dr === 'unreachable' && flags.control === 'unreachable' ? [id] : [];
  });
  return (await Promise.all(looked)).flat();
}
