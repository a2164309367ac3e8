import type { Application } from '../../orchestrator/config.ts';
import type { Entry, EntryKind } from '../../orchestrator/domain/entry.ts';
import { type RunView, toRunView } from '../../orchestrator/domain/run-view.ts';
import type { Records, Surface } from '../../orchestrator/ports/records.ts';
import type { Clock } from '../../orchestrator/ports/world.ts';
import type { Platform } from '../platform.ts';
import type { Setting } from '../views/naming.ts';

/** Everything a report draws from, read at one moment. */
export interface Snapshot extends Setting {
  readonly view: RunView;
  readonly entries: readonly Entry[];
  readonly surfaces: ReadonlyMap<string, Surface>;
  /** When it was read, epoch ms. */
  readonly now: number;
}

/** Where a report reads and what it keeps. */
export type ReportRecords = Pick<Records, 'surfaces'> & {
  readonly tests: Pick<Records['tests'], 'recent'>;
  readonly journal: Pick<Records['journal'], 'read'>;
};

/** Reads a run; null when its journal does not begin, or is of an application that dr.yml does not name any more. */
export async function readSnapshot(
  { journal, surfaces }: ReportRecords,
  { config, plans, clock }: Pick<Platform, 'config' | 'plans'> & { readonly clock: Pick<Clock, 'now'> },
  run: string,
): Promise<Snapshot | null> {
  const [entries, standing] = await Promise.all([journal.read(run), surfaces.of(run)]);
  const first = entries[0];
  if (first?.kind !== 'requested') return null;
  const plan = plans[first.run.plan];
  const known = config.applications[first.run.application];
  const view = toRunView(plan, entries);
  if (view === null || known === undefined) return null;
  const application: Application = { ...known, id: first.run.application };
  const surfacesByName = new Map(standing.map((surface) => [surface.name, surface]));
  return { view, entries, plan, application, surfaces: surfacesByName, now: clock.now() };
}

/** Sequence of the newest entry of these kinds; 0 when there is none. */
export function newest(entries: readonly Entry[], kinds: readonly EntryKind[]): number {
  return entries.findLast(({ kind }) => kinds.includes(kind))?.seq ?? 0;
}
