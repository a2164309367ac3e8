import type { Application } from '../../orchestrator/config.ts';
import type { SetView } from '../../orchestrator/domain/set-view.ts';
import type { Surface } from '../../orchestrator/ports/records.ts';
import type { Clock } from '../../orchestrator/ports/world.ts';
import { openSet } from '../../orchestrator/sets/open-set.ts';
import type { Platform } from '../platform.ts';
import type { SetSetting } from '../views/set-cards.ts';
import type { ReportRecords } from './snapshot.ts';

/** Everything a report of a set draws from. */
export interface SetSnapshot extends SetSetting {
  readonly view: SetView;
  readonly surfaces: ReadonlyMap<string, Surface>;
  /** When it was read, epoch ms. */
  readonly now: number;
}

/** Reads a set; null when its journal does not begin yet. */
export async function readSetSnapshot(
  records: ReportRecords,
  { config, plans, clock }: Pick<Platform, 'config' | 'plans'> & { readonly clock: Pick<Clock, 'now'> },
  id: string,
): Promise<SetSnapshot | null> {
  if ((await records.journal.read(id)).length === 0) return null;
  const [view, standing] = await Promise.all([openSet({ records }, id), records.surfaces.of(id)]);
  const applications = view.set.members.flatMap(({ application }): readonly Application[] => {
    const known = config.applications[application];
    return known === undefined ? [] : [{ ...known, id: application }];
  });
  const surfaces = new Map(standing.map((surface) => [surface.name, surface]));
  return { view, plan: plans[view.set.plan], applications, surfaces, now: clock.now() };
}
