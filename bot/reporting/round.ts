import type { Clock } from '../../orchestrator/ports/world.ts';
import type { Reporter } from '../reporter.ts';

/** How long what Slack did not take at once, or what is due a little later, is tried again; then the next round does. */
const INSIST_MS = 15_000;
const PAUSE_MS = 1_000;

/** What there is to draw, and what went wrong before it came to that. */
export interface Round {
  readonly runs: readonly string[];
  /** Applications whose dry runs are told of. */
  readonly applications: readonly string[];
  readonly broken: readonly unknown[];
}

/**
 * Draws runs, and then tells of dry runs, of which what Slack does not take is said in the next round. What breaks holds up nothing else, and
 * is thrown at the end, all of it. `tellBehind` hears of the runs that Slack did not take although it was insisted.
 */
export async function makeRound(
  reporter: Reporter,
  { runs, applications, broken: before }: Round,
  { now, sleep }: Clock,
  tellBehind: (runs: readonly string[]) => void,
): Promise<void> {
  const broken = [...before];
  const until = now() + INSIST_MS;
  let left = runs;
  while (left.length > 0) {
    const { went, failed } = await settled(left, async (run) => ({ run, ...(await reporter.report(run)) }));
    broken.push(...failed);
    left = went.filter(({ behind }) => behind.length > 0).map(({ run }) => run);
    if (left.length === 0 || now() > until) break;
    await sleep(PAUSE_MS);
  }
  if (left.length > 0) tellBehind(left);
  broken.push(...(await settled(applications, (id) => reporter.tellTests(id))).failed);
  if (broken.length > 0) throw new AggregateError(broken, broken.map(String).join('; '));
}

async function settled<Thing, Result>(things: readonly Thing[], work: (thing: Thing) => Promise<Result>) {
  const outcomes = await Promise.allSettled(things.map(work));
  return {
    went: outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : [])),
    failed: outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : [])),
  };
}
