import { fill, rowsOf } from '../../orchestrator/domain/plan.ts';
import { plans } from '../../orchestrator/plans/plans.ts';
import type { DisturbanceName } from './disturbances.ts';
import type { Case, Outcome } from './play.ts';

/** What happens to the platform alone, which nobody has to hear of. */
const HARMLESS: readonly DisturbanceName[] = ['breaks', 'is killed once it has acted', 'is delivered twice'];

/** What must hold at the end of every case and does not, in words; empty where the case ended well. */
export function breaches(which: Case, { view, entries, claim, ...outcome }: Outcome): readonly string[] {
  const { letIn, overlaps, writable, missing, drills, old, current } = outcome;
  const { closed, pointOfNoReturnAt } = view;
  const plan = plans[which.plan];
  const count = (of: string) => entries.filter((entry) => entry.kind === of).length;
  const writes = writable.join(' and ') || 'none';
  const stays = plan.kind === 'rebuild' || plan.kind === 'rehearsal';
  const isUntaken = pointOfNoReturnAt === null;
  // What lasts of a failback is gone on with by the next.
  const lasting = rowsOf(plan)
    .filter(({ lasts }) => lasts)
    .map(({ title }) => fill(title, { from: old, to: current }));
  const left = closed?.left.filter((line) => !lasting.includes(line)) ?? [];
  const isProved = closed?.summary?.rpo.achievedMs === 0 || (plan.kind === 'planned' && !isUntaken);

  const rules: readonly (readonly [boolean, string])[] = [
    [(closed?.says ?? '') !== '', 'It ended without a word.'],
    [count('closed') === 1 && count('requested') === 1, 'It was requested or closed more than once.'],
    [count('point-of-no-return') <= 1, 'It passed the point of no return twice.'],
    [claim.run === null && claim.stop === null && claim.pointOfNoReturnAt === null, 'The claim is not released.'],
    [
      !HARMLESS.includes(which.disturbance) || closed?.result === 'succeeded',
      `Nothing but the platform failed, and it ended ${closed?.result}.`,
    ],
    [!letIn, 'Somebody was let in on a choice who is not entitled.'],
    [overlaps.length === 0, `Both Regions took writes at ${overlaps.join(', ')}.`],
    [drills.length === 0, `A drill is left: ${drills.join(', ')}.`],
    [!stays || (isUntaken && writes === old), `The writer is ${writes} after a plan that moves nobody from ${old}.`],
    [stays || closed?.result !== 'succeeded' || writes === current, `It succeeded and the writer is ${writes}.`],
    [stays || closed?.result === 'succeeded' || !isUntaken || writes === old, `It came to nothing and the writer is ${writes}.`],
    [
      stays || closed?.result === 'succeeded' || !isUntaken || left.length === 0,
      `It came to nothing and left: ${left.join(', ')}.`,
    ],
    [
      stays || closed?.result === 'succeeded' || isUntaken || !writable.includes(old),
      `It is past the point of no return and ${old} takes writes.`,
    ],
    // Without its record the application has moved all the same.
    [
      stays || closed?.result === 'succeeded' || isUntaken || which.row === 'record' || (closed?.left.length ?? 0) > 0,
      'It did not succeed and says nothing of what is left.',
    ],
    [!isProved || missing === 0, `${missing} acknowledged writes are missing where none was to be lost.`],
  ];
  return rules.flatMap(([holds, says]) => (holds ? [] : [says]));
}
