import { describe, expect, it } from 'vitest';
import { type Plan, type Row, rowsOf, undosOf } from '../../orchestrator/domain/plan.ts';
import { awsPace } from '../../orchestrator/pace.ts';
import { plans } from '../../orchestrator/plans/plans.ts';
import { LAMBDA_BUSY, WAIT_SECONDS } from '../../orchestrator/workflow/asl.ts';

/**
 * Task (scheduled, started, succeeded, entered, exited), Choice and Wait (entered, exited): 9 events a round, and as many
 * again for the decision after a failure. https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
 */
const EVENTS_A_ROUND = 9;
/**
 * How often people may have one row retried before this count is too low: one that takes long twice, because people do something else
 * by then; one that rolls back is tried once.
 */
const ATTEMPTS = { seconds: 5, minutes: 2, hours: 2 } as const;
/** Of the 25,000 events at which a Standard execution ends: where every row runs into its timeout once, and where people retry as above. */
const LIMITS = { once: 10_000, again: 20_000 } as const;

const WAITS_FOR_PEOPLE = 4;
/** A task that Lambda has no room for, as often as it is tried once for each row: scheduled, started, failed. */
const EVENTS_WHILE_BUSY = 3 * LAMBDA_BUSY.MaxAttempts;

/** One row in one direction: how long, and how often it may be tried. */
interface Asking extends Pick<Row, 'kind' | 'poll' | 'timeoutSeconds'> {
  readonly attempts: number;
}

function eventsOf({ kind, poll, timeoutSeconds, attempts }: Asking): number {
  const round = awsPace.invocation + WAIT_SECONDS[poll] * 1_000;
  const rounds = kind === 'approval' ? WAITS_FOR_PEOPLE : Math.ceil((timeoutSeconds * 1_000) / round);
  return attempts * (rounds + 1) * EVENTS_A_ROUND + EVENTS_WHILE_BUSY;
}

/** All rows and all undos of a plan; a row is tried as often as `attempts` says. */
function total(plan: Plan, attempts: (row: Row) => number): number {
  const rows = rowsOf(plan).map((row) => ({ ...row, attempts: row.rollsBack && !row.pointOfNoReturn ? 1 : attempts(row) }));
  const undos = undosOf(plan).map((row) => ({
    ...row,
    timeoutSeconds: row.undoTimeoutSeconds ?? row.timeoutSeconds,
    attempts: attempts(row),
  }));
  return [...rows, ...undos].reduce((sum, row) => sum + eventsOf(row), 0);
}

describe.each(Object.values(plans))('the history of $id', (plan) => {
  it('stays under 10,000 events when every row runs into its timeout and Lambda has no room for any', () => {
    expect(total(plan, () => 1)).toBeLessThan(LIMITS.once);
  });

  it('stays under 20,000 when people have every row retried as well, again and again', () => {
    expect(total(plan, ({ poll }) => ATTEMPTS[poll])).toBeLessThan(LIMITS.again);
  });
});
