import { isNews, type TestResult } from '../../orchestrator/domain/test-result.ts';
import type { Tests } from '../../orchestrator/ports/records.ts';
import type { Log } from '../log.ts';
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
 * more. Answers what Slack did not take, and what broke.
 */
export async function tellTests(
  { tests, channel, log }: TestNewsOptions,
  desk: Desk,
  application: string,
): Promise<Pick<Attempts, 'behind' | 'broken'>> {
  const news = newestNews((await tests.recent(application, LOOKED_THROUGH)).filter(({ kind }) => kind === 'dry-run'));
  if (news === null) return { behind: [], broken: [] };
  const run = `${application}/${news.id}`;
  const before = (await desk.surfaces.of(run)).find(({ name }) => name === SURFACE);
  if (standing(before) !== null) return { behind: [], broken: [] };
  const attempts = attemptsOf(run, log, desk.complaints);
  const drawing = { name: SURFACE, where: 'approvals', seq: 1, redrawn: false, paced: false, card: testNews(news) } as const;
  await attempts.try(SURFACE, () => post(desk, { run, name: SURFACE, channel }, drawing, before !== undefined));
  return attempts;
}

/** Of the oldest result that was read it is not known what came before, unless it is the first of all. */
function newestNews(newestFirst: readonly TestResult[]): TestResult | null {
  const isWhole = newestFirst.length < LOOKED_THROUGH;
  const known = isWhole ? newestFirst : newestFirst.slice(0, -1);
  return known.find((result, index) => isNews(result, newestFirst[index + 1])) ?? null;
}
