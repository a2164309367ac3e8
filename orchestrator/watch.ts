import type { Application } from './config.ts';
import { Unavailable } from './domain/errors.ts';
import type { Region } from './domain/region.ts';
import { applicationOf, type Stage } from './stage.ts';

/** Failures in a row, per application and Region, since the last answer; kept by whoever watches. */
export type Misses = Map<string, number>;

/** One probe of every Region of every application from the control Region; a Region is down after enough misses in a row. */
export async function watch(stage: Stage, misses: Misses): Promise<void> {
  const { config } = stage;
  const applications = Object.entries(config.applications).map(([id, rest]) => ({ id, ...rest }));
  const regions = [config.regions.primary, config.regions.dr];
  await Promise.all(applications.flatMap((application) => regions.map((region) => probe(stage, misses, application, region))));
}

async function probe(stage: Stage, misses: Misses, application: Application, region: Region): Promise<void> {
  const { records, pace } = stage;
  const key = `${application.id} ${region}`;
  if (await answers(stage, application, region)) {
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

async function answers(stage: Stage, application: Application, region: Region): Promise<boolean> {
  try {
    await stage.worldOf(application).agent.observe(region);
    return true;
  } catch (error) {
    if (error instanceof Unavailable) return false;
    throw error;
  }
}

/**
 * Applications of whose two flags neither endpoint answers now. They could not be moved; and where they were moved, Route 53 takes the
 * silence for no flag, and leads users back to the primary Region.
 */
export async function withoutFlags({ config, worldOf }: Pick<Stage, 'config' | 'worldOf'>): Promise<readonly string[]> {
  const looked = Object.keys(config.applications).map(async (id) => {
    const world = worldOf(applicationOf(config, id));
    const { flags } = await world.traffic.look();
    return flags.dr === 'unreachable' && flags.control === 'unreachable' ? [id] : [];
  });
  return (await Promise.all(looked)).flat();
}
