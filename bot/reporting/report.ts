import type { ReporterOptions } from '../reporter.ts';
import { type Attempts, attemptsOf } from './attempts.ts';
import { type Drawing, type Drawn, drawings } from './drawings.ts';
import { furnish, furnishings } from './furnishings.ts';
import { ensureChannel } from './incident-channel.ts';
import { type Desk, post, redraw, standing } from './message.ts';
import { readSnapshot, type Snapshot } from './snapshot.ts';

/** What one look at the journal led to. */
export interface Reported {
  /** Names of what is left: Slack did not take it, or it is too early for it. */
  readonly behind: readonly string[];
  readonly drewLive: boolean;
  /** What could not be drawn, for a reason that will not pass by itself. */
  readonly broken: readonly unknown[];
}

interface Work {
  readonly desk: Desk;
  readonly snapshot: Snapshot;
  readonly attempts: Attempts;
}

/** Brings every message of a run up to the journal once; each part may fail alone. */
export async function reportOnce(options: ReporterOptions, desk: Desk, run: string, isLiveDue: boolean): Promise<Reported> {
  const { records, config, log } = options;
  const snapshot = await readSnapshot(records, options, run);
  const attempts = attemptsOf(run, log, desk.complaints);
  if (snapshot === null) return { behind: [], drewLive: false, broken: [] };
  const work: Work = { desk, snapshot, attempts };
  const { approvals, announcements } = config.slack.channels;

  const first = stale(snapshot, null).made.filter(({ where }) => where === 'approvals');
  for (const drawing of first) await draw(work, drawing, approvals);

  const channel = await homeOf(work, announcements);
  const own = channel === announcements ? null : channel;
  const { made, broken } = stale(snapshot, own);
  if (channel === null) return { behind: attempts.behind, drewLive: false, broken: [...broken, ...attempts.broken] };
  const rest = made.filter(({ where }) => where !== 'approvals');
  const early = isLiveDue ? [] : rest.filter(({ name, paced }) => paced && standing(snapshot.surfaces.get(name)) !== null);
  const drawn: string[] = [];
  for (const drawing of rest) {
    if (early.includes(drawing)) continue;
    const went = await draw(work, drawing, drawing.where === 'incident' ? channel : announcements);
    if (went === 'well') drawn.push(drawing.name);
  }
  if (own !== null) await furnishAll(work, options, own);
  return {
    behind: [...attempts.behind, ...early.map(({ name }) => name)],
    drewLive: drawn.includes('live'),
    broken: [...broken, ...attempts.broken],
  };
}

function stale(snapshot: Snapshot, channel: string | null): Drawn {
  const { made, broken } = drawings(snapshot, channel);
  const isStale = ({ name, seq, redrawn }: Drawing): boolean => {
    const there = standing(snapshot.surfaces.get(name));
    return there === null || (redrawn && there.drawnSeq < seq);
  };
  return { made: made.filter(isStale), broken };
}

function draw({ desk, snapshot, attempts }: Work, drawing: Drawing, channel: string) {
  const { name } = drawing;
  const before = snapshot.surfaces.get(name);
  const there = standing(before);
  const fresh = { run: snapshot.view.run.id, name, channel: before?.channel ?? channel };
  return attempts.try(name, () =>
    there === null ? post(desk, fresh, drawing, before !== undefined) : redraw(desk, there, drawing),
  );
}

/** The run's own channel; the announcements channel where Slack refuses to make one; null while Slack cannot be asked. */
async function homeOf({ desk, snapshot, attempts }: Work, announcements: string): Promise<string | null> {
  const made: string[] = [];
  const went = await attempts.try('channel', async () => made.push(await ensureChannel(desk, snapshot)));
  return went === 'refused' ? announcements : (made[0] ?? null);
}

async function furnishAll(
  { desk, snapshot, attempts }: Work,
  { directory, records }: ReporterOptions,
  channel: string,
): Promise<void> {
  const { id } = snapshot.view.run;
  const missing = furnishings.filter(({ name }) => !snapshot.surfaces.has(name));
  if (missing.length === 0) return;
  const surfaces = await records.surfaces.of(id);
  const live = standing(surfaces.find(({ name }) => name === 'live'));
  for (const furnishing of missing) {
    await attempts.try(furnishing.name, () => furnish(desk, furnishing, { snapshot, channel, live, directory }));
  }
}
