import type { ReporterOptions } from '../reporter.ts';
import { type Attempts, attemptsOf } from './attempts.ts';
import type { Drawing, Drawn } from './drawings.ts';
import { furnish, furnishings } from './furnishings.ts';
import { ensureChannel } from './incident-channel.ts';
import { type Desk, post, redraw, standing } from './message.ts';
import { readStory, type Story } from './story.ts';

/** What one look at the journal led to. */
export interface Reported {
  /** Names of what is left: Slack did not take it, or it is too early for it. */
  readonly behind: readonly string[];
  readonly drewLive: boolean;
  /** The set whose messages show what was told here, too. */
  readonly set: string | null;
  /** What could not be drawn, for a reason that will not pass by itself. */
  readonly broken: readonly unknown[];
}

interface Work {
  readonly desk: Desk;
  readonly story: Story;
  readonly attempts: Attempts;
}

/** Brings every message of a run or a set up to the journals once; each part may fail alone. */
export async function reportOnce(options: ReporterOptions, desk: Desk, id: string, isLiveDue: boolean): Promise<Reported> {
  const { config, log } = options;
  const story = await readStory(options, id);
  const attempts = attemptsOf(id, log, desk.complaints);
  if (story === null) return { behind: [], drewLive: false, set: null, broken: [] };
  const work: Work = { desk, story, attempts };
  const { set } = story;
  const { approvals, announcements } = config.slack.channels;

  const first = stale(story, null).made.filter(({ where }) => where === 'approvals');
  for (const drawing of first) await draw(work, drawing, approvals);

  const channel = await homeOf(work, announcements);
  const own = channel === announcements ? null : channel;
  const { made, broken } = stale(story, own);
  if (channel === null) return { behind: attempts.behind, drewLive: false, set, broken: [...broken, ...attempts.broken] };
  const rest = made.filter(({ where }) => where !== 'approvals');
  const early = isLiveDue ? [] : rest.filter(({ name, paced }) => paced && standing(story.surfaces.get(name)) !== null);
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
    set,
    broken: [...broken, ...attempts.broken],
  };
}

/** Draws anew what stands in Slack already, of a set whose member moved: what is posted for the first time, its own journal posts. */
export async function redrawOnce(options: ReporterOptions, desk: Desk, id: string, isLiveDue: boolean): Promise<Reported> {
  const story = await readStory(options, id);
  const attempts = attemptsOf(id, options.log, desk.complaints);
  const { made = [], broken = [] } = story === null ? {} : stale(story, story.home.made?.channel ?? null);
  const standingOnes = made.filter(({ name }) => standing(story?.surfaces.get(name)) !== null);
  const due = standingOnes.filter(({ paced }) => isLiveDue || !paced);
  const drawn: string[] = [];
  for (const drawing of due) {
    if (story !== null && (await draw({ desk, story, attempts }, drawing, '')) === 'well') drawn.push(drawing.name);
  }
  const early = standingOnes.filter((drawing) => !due.includes(drawing)).map(({ name }) => name);
  const behind = [...attempts.behind, ...early];
  return { behind, drewLive: drawn.includes('live'), set: null, broken: [...broken, ...attempts.broken] };
}

function stale(story: Story, channel: string | null): Drawn {
  const { made, broken } = story.drawings(channel);
  const isStale = ({ name, seq, redrawn }: Drawing): boolean => {
    const there = standing(story.surfaces.get(name));
    return there === null || (redrawn && there.drawnSeq < seq);
  };
  return { made: made.filter(isStale), broken };
}

function draw({ desk, story, attempts }: Work, drawing: Drawing, channel: string) {
  const { name } = drawing;
  const before = story.surfaces.get(name);
  const there = standing(before);
  const fresh = { run: story.id, name, channel: before?.channel ?? channel };
  return attempts.try(name, () => (there === null ? post(desk, fresh, drawing, before) : redraw(desk, there, drawing)));
}

/** Its own channel; the announcements channel where Slack refuses to make one; null while Slack cannot be asked. */
async function homeOf({ desk, story, attempts }: Work, announcements: string): Promise<string | null> {
  const made: string[] = [];
  const went = await attempts.try('channel', async () => made.push(await ensureChannel(desk, story.home)));
  return went === 'refused' ? announcements : (made[0] ?? null);
}

async function furnishAll({ desk, story, attempts }: Work, { records }: ReporterOptions, channel: string): Promise<void> {
  const { id: owner, furniture } = story;
  const missing = furnishings.filter(({ name }) => !story.surfaces.has(name));
  if (furniture === null || missing.length === 0) return;
  const live = standing((await records.surfaces.of(owner)).find(({ name }) => name === 'live'));
  for (const furnishing of missing) {
    await attempts.try(furnishing.name, () => furnish(desk, furnishing, { owner, furniture, channel, live }));
  }
}
