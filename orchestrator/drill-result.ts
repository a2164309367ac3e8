import type { Result } from './domain/run.ts';
import type { RunView } from './domain/run-view.ts';
import type { TestResult } from './domain/test-result.ts';
import { unplannedBy } from './domain/unplanned.ts';
import type { Records } from './ports/records.ts';
import type { Opened } from './stage.ts';

/** How a drill ended, as sentences: what it showed, and that production is as it was. */
export function drillSays({ run, rows, rollBack, gaveWayTo }: RunView, result: Result, left: readonly string[]): string {
  const { application, to } = run;
  if (result === 'succeeded') return rows.at(-1)?.says ?? '';
  const showed =
    rollBack !== null
      ? `The drill of ${application} failed: ${rollBack.why}`
      : result === 'superseded'
        ? `The drill of ${application} gave way to ${gaveWayTo ?? 'another run'}.`
        : `The drill of ${application} was not held to its end.`;
  const rest = left.length === 0 ? 'nothing of the drill is left' : `the sweeper removes what the drill left in ${to}`;
  return `${showed} Production is as it was; ${rest}.`;
}

/**
 * Keeps what a drill or a game day showed as a test of the application's recovery: that it passed, or what failed in it. Other runs
 * are no tests, and one that was not held to its end showed nothing.
 */
export async function recordTest({ tests }: Pick<Records, 'tests'>, opened: Pick<Opened, 'plan' | 'view'>): Promise<void> {
  const { plan, view } = opened;
  const kind = plan.kind === 'rehearsal' ? 'drill' : view.isGameDay ? 'game-day' : null;
  const result = kind === null ? null : toTestResult(kind, opened);
  if (result !== null) await tests.add(result);
}

function toTestResult(kind: 'drill' | 'game-day', { plan, view }: Pick<Opened, 'plan' | 'view'>): TestResult | null {
  const { run, rows, closed, rollBack, planned } = view;
  const isHeld = closed?.result === 'succeeded';
  if (closed === null || (!isHeld && rollBack === null)) return null;
  const blockers = [
    ...(unplannedBy({ plan, view }) === null
      ? []
      : [`${run.to} did not become ready, and ${run.id} went on as an unplanned move`]),
    ...(rollBack === null ? [] : [rollBack.why]),
  ];
  const { dataAgeMs } = rows.find(({ id }) => id === 'drill-copy' || id === 'drill-restore')?.evidence ?? {};
  const isRestored = rows.some(({ id }) => id === 'drill-restore');
  return {
    id: `${new Date(run.requestedAt).toISOString()}.${kind}`,
    application: run.application,
    kind,
    plan: kind === 'drill' ? 'failover' : run.plan,
    move: { from: run.from, to: run.to },
    at: closed.at,
    passed: isHeld && blockers.length === 0,
    blockers,
    risks: [],
    estimatedRpoMs: planned?.facts.estimatedRpoMs ?? null,
    estimatedRtoMs: closed.summary?.rto.machineMs ?? null,
    dataAgeMs: typeof dataAgeMs === 'number' ? dataAgeMs : null,
    ...(isRestored ? { untested: ['promotion was not exercised'] } : {}),
  };
}
