import { reminderOf } from '../../orchestrator/domain/kept.ts';
import { isNews, type TestResult } from '../../orchestrator/domain/test-result.ts';
import type { Surface, Tests } from '../../orchestrator/ports/records.ts';
import type { Log } from '../log.ts';
import type { Card } from '../views/blocks.ts';
import { keptReminder } from '../views/kept.ts';
import { testNews } from '../views/test-result.ts';
import { type Attempts, attemptsOf } from './attempts.ts';
import { type Desk, post, standing } from './message.ts';

/** Newest results of an application that are looked through for news. */
const LOOKED_THROUGH = 10;
const SURFACE = 'test';

/** What telling of tests takes, beside the desk. */
export interface TestNewsOptions {
  readonly tests: Pick<Tests, 'recent'>;
  /** Id of the channel. */
  readonly channel: string;
  readonly log: Log;
}

/**
 * Says the newest news of an application's dry runs, once: what is in the way now and was not before, or that nothing is any
 * more; and asks about what moves left behind, a day after and then each week, as long as the newest dry run saw it. Answers what Slack did not take, and what broke.
 */
export async function tellTests(
  { tests, channel, log }: TestNewsOptions,
  desk: Desk,
  application: string,
): Promise<Pick<Attempts, 'behind' | 'broken'>> {
  const dryRuns = (await tests.recent(application, LOOKED_THROUGH)).filter(({ kind }) => kind === 'dry-run');
  const news = newestNews(dryRuns);
  const { kept = [], at = 0 } = dryRuns[0] ?? {};
  const due = reminderOf(kept, at);
  const said = await Promise.all([
    news === null ? null : sayOnce(desk, { run: `${application}/${news.id}`, name: SURFACE, channel }, log, testNews(news)),
    due === null
      ? null
      : sayOnce(desk, { run: `${application}/kept`, name: due, channel }, log, keptReminder(application, kept, at)),
  ]);
  return { behind: said.flatMap((each) => each?.behind ?? []), broken: said.flatMap((each) => each?.broken ?? []) };
}

/** Posts a message under its name, unless it stands already. */
async function sayOnce(desk: Desk, surface: Omit<Surface, 'ts' | 'drawnSeq'>, log: Log, card: Card): Promise<Attempts> {
  const { run, name } = surface;
  const before = (await desk.surfaces.of(run)).find((each) => each.name === name);
  const attempts = attemptsOf(run, log, desk.complaints);
  if (standing(before) !== null) return attempts;
  const drawing = { name, where: 'approvals', seq: 1, redrawn: false, paced: false, card } as const;
  await attempts.try(name, () => post(desk, surface, drawing, before));
  return attempts;
}

/** Of the oldest result that was read it is not known what came before, unless it is the first of all. */
function newestNews(newestFirst: readonly TestResult[]): TestResult | null {
  const isWhole = newestFirst.length < LOOKED_THROUGH;
  const known = isWhole ? newestFirst : newestFirst.slice(0, -1);
  return known.find((result, index) => isNews(result, newestFirst[index + 1])) ?? null;
}
