import type { ReporterOptions } from '../reporter.ts';
import { type Attempts, attemptsOf } from './attempts.ts';
import { type Drawing, drawings } from './drawings.ts';
import { furnish, furnishings } from './furnishings.ts';
import { ensureChannel } from './incident-channel.ts';
import { type Desk, post, redraw, stands } from './message.ts';
import { readSnapshot, type Snapshot } from './snapshot.ts';

/** What one look at the journal led to. */
export interface Reported {
  /** Names of what Slack did not take. */
  readonly behind: readonly string[];
  readonly drewLive: boolean;
  /** The live message is stale, but was drawn too short a time ago. */
  readonly isEarly: boolean;
}

interface Work {
  readonly desk: Desk;
  readonly snapshot: Snapshot;
  readonly attempts: Attempts;
}

/** Brings every message of a run up to the journal once; each part may fail alone. */
export async function reportOnce(options: ReporterOptions, run: string, mayRedrawLive: boolean): Promise<Reported> {
  const { client, records, clock, config, log } = options;
  const snapshot = await readSnapshot(records, options, run);
  const attempts = attemptsOf(run, log);
  if (snapshot === null) return { behind: [], drewLive: false, isEarly: false };
  const work: Work = { desk: { client, surfaces: records.surfaces, clock }, snapshot, attempts };
  const { approvals, announcements } = config.slack.channels;

  for (const drawing of stale(snapshot, null).filter(({ where }) => where === 'approvals')) await draw(work, drawing, approvals);

  const channel = await homeOf(work, announcements);
  if (channel === null) return { behind: attempts.behind, drewLive: false, isEarly: false };
  const own = channel === announcements ? null : channel;
  const rest = stale(snapshot, own).filter(({ where }) => where !== 'approvals');
  const early = mayRedrawLive ? [] : rest.filter(({ name, paced }) => paced && stands(snapshot.surfaces.get(name)));
  const drawn: string[] = [];
  for (const drawing of rest) {
    if (early.includes(drawing)) continue;
    const went = await draw(work, drawing, drawing.where === 'incident' ? channel : announcements);
    if (went === 'well') drawn.push(drawing.name);
  }
  if (own !== null) await furnishAll(work, options, own);
  return { behind: attempts.behind, drewLive: drawn.includes('live'), isEarly: early.length > 0 };
}

const stale = (snapshot: Snapshot, channel: string | null): readonly Drawing[] =>
  drawings(snapshot, channel).filter(({ name, seq, redrawn }) => {
    const standing = snapshot.surfaces.get(name);
    return !stands(standing) || (redrawn && standing.drawnSeq < seq);
  });

function draw({ desk, snapshot, attempts }: Work, drawing: Drawing, channel: string) {
  const standing = snapshot.surfaces.get(drawing.name);
  return attempts.try(drawing.name, () =>
    stands(standing)
      ? redraw(desk, standing, drawing)
      : post(desk, snapshot.view.run.id, standing?.channel ?? channel, drawing, standing),
  );
}

/** The run's own channel; the announcements channel where Slack refuses to make one; null while Slack cannot be asked. */
async function homeOf({ desk, snapshot, attempts }: Work, announcements: string): Promise<string | null> {
  let channel: string | null = null;
  const went = await attempts.try('channel', async () => {
    channel = await ensureChannel(desk, snapshot);
  });
  return went === 'refused' ? announcements : channel;
}

async function furnishAll(
  { desk, snapshot, attempts }: Work,
  { directory, records }: ReporterOptions,
  channel: string,
): Promise<void> {
  const { id } = snapshot.view.run;
  const missing = furnishings.filter(({ name }) => !snapshot.surfaces.has(name));
  if (missing.length === 0) return;
  const standing = await records.surfaces.of(id);
  const live = standing.find(({ name }) => name === 'live');
  for (const furnishing of missing) {
    await attempts.try(furnishing.name, () => furnish(desk, furnishing, { snapshot, channel, live, directory }));
  }
}
