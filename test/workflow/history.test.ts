import { expect, it } from 'vitest';
import { type Row, rowsOf, undosOf } from '../../orchestrator/domain/plan.ts';
import { awsPace } from '../../orchestrator/pace.ts';
import { plans } from '../../orchestrator/plans/plans.ts';

/**
 * Task (scheduled, started, succeeded, entered, exited), Choice and Wait (entered, exited): 9 events a round, and as many
 * again for the decision after a failure. https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
 */
const EVENTS_A_ROUND = 9;
/** How often people may have one row retried before this count is too low. */
const ATTEMPTS = 5;
/** Standard executions end at 25,000; a plan may use less than half of that. */
const LIMIT = 10_000;

const WAITS_FOR_PEOPLE = 4;

function eventsOf({ kind, timeoutSeconds }: Pick<Row, 'kind' | 'timeoutSeconds'>): number {
  const rounds = kind === 'approval' ? WAITS_FOR_PEOPLE : Math.ceil((timeoutSeconds * 1_000) / awsPace.invocation);
  return ATTEMPTS * (rounds + 1) * EVENTS_A_ROUND;
}

it.each(Object.values(plans))(
  '$id stays under 10,000 history events when every row runs into its timeout, five times',
  (plan) => {
    const undos = undosOf(plan).map(({ kind, timeoutSeconds, undoTimeoutSeconds = timeoutSeconds }) => ({
      kind,
      timeoutSeconds: undoTimeoutSeconds,
    }));
    const total = [...rowsOf(plan), ...undos].reduce((sum, row) => sum + eventsOf(row), 0);
    expect(total).toBeLessThan(LIMIT);
  },
);
