import { toWords } from '../../orchestrator/domain/duration.ts';
import type { TestResult } from '../../orchestrator/domain/test-result.ts';
import { type Card, section } from './blocks.ts';
import { move } from './naming.ts';
import { count, moment, words } from './text.ts';

/** Dry runs are made each day: whoever sees a result of two days ago has to wonder why. */
const STALE_MS = 2 * 86_400_000;

/** A quarter: what was rehearsed longer ago may work no more. */
const DRILL_STALE_MS = 92 * 86_400_000;

/** When a recovery was last tested and what was in the way, one line each; `now` in epoch ms. */
export function lastTestSays(test: TestResult | null, now: number): readonly string[] {
  if (test === null) return ['*Last tested:* never'];
  const { kind, at, blockers, risks } = test;
  const stale = now - at > STALE_MS ? ':warning: ' : '';
  const when = `*Last tested:* ${kind.replace('-', ' ')}, ${stale}${toWords(Math.max(0, now - at))} ago`;
  const accepts = risks.length === 0 ? '' : `; approving would have accepted ${count(risks.length, 'risk')}`;
  return blockers.length === 0 ? [`${when}: nothing is in the way${accepts}`] : [`${when}: *blocked*`, ...inTheWay(test)];
}

/** When a failover was last rehearsed, and what that showed; `now` in epoch ms. */
export function lastDrillSays(drill: TestResult | null, now: number): readonly string[] {
  if (drill === null) return ['*Last drill:* none that is known'];
  const { kind, plan, at, passed, estimatedRtoMs, dataAgeMs, untested = [] } = drill;
  const stale = now - at > DRILL_STALE_MS ? ':warning: ' : '';
  const when = `*Last drill:* ${kind === 'drill' ? '' : 'game day, '}${stale}${toWords(Math.max(0, now - at))} ago`;
  if (!passed) return [`${when}: *failed*`, ...inTheWay(drill)];
  const known = (ms: number | null): string => (ms === null ? 'unknown' : toWords(ms));
  const moved = plan === 'failback' ? 'moved home' : 'moved';
  if (kind === 'game-day') return [`${when}: passed, ${moved} within ${known(estimatedRtoMs)}`];
  const since = untested.length === 0 ? 'the promotion began' : 'the restore began';
  const without = untested.map((sentence) => `; *${words(sentence)}*`).join('');
  return [`${when}: passed, in use ${known(estimatedRtoMs)} after ${since}, with data ${known(dataAgeMs)} old${without}`];
}

/** What people are told when a test finds something else in the way than the one before, or nothing any more. */
export function testNews(test: TestResult): Card {
  const { application, kind, at, blockers } = test;
  const found = `A ${kind.replace('-', ' ')} found it ${moment(at, '{date_short_pretty} {time}')}; nothing was changed. \`/dr plan ${application}\` looks again.`;
  const where = test.move === null ? '' : `, ${move(test.move)},`;
  const headline =
    blockers.length === 0
      ? `:white_check_mark: Nothing is in the way of a failover of ${application}${where} any more.`
      : `:no_entry: A failover of ${application}${where} would be blocked.`;
  return { text: headline, blocks: [section([headline, ...inTheWay(test), found])] };
}

const inTheWay = ({ blockers }: TestResult): readonly string[] => blockers.map((line) => `:no_entry: ${words(line)}`);
