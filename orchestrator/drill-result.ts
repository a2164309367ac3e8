import type { Result } from './domain/run.ts';
import type { RunView } from './domain/run-view.ts';
import type { TestResult } from './domain/test-result.ts';
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

/** Keeps what a drill showed as a test of the application's failover: that it passed, or what failed in it. Anything else showed nothing. */
export async function recordDrill({ tests }: Pick<Records, 'tests'>, { view }: Pick<Opened, 'view'>): Promise<void> {
  const result = toTestResult(view);
  if (result !== null) await tests.add(result);
}

function toTestResult({ run, rows, closed, rollBack, planned }: RunView): TestResult | null {
  const passed = closed?.result === 'succeeded';
  if (closed === null || (!passed && rollBack === null)) return null;
  const { dataAgeMs } = rows.find(({ id }) => id === 'drill-copy' || id === 'drill-restore')?.evidence ?? {};
  const untested = rows.some(({ id }) => id === 'drill-promote') ? {} : { untested: ['promotion was not exercised'] };
  return {
    id: `${new Date(run.requestedAt).toISOString()}.drill`,
    application: run.application,
    kind: 'drill',
    plan: 'failover',
    move: { from: run.from, to: run.to },
    at: closed.at,
    passed,
    blockers: rollBack === null ? [] : [rollBack.why],
    risks: [],
    estimatedRpoMs: planned?.facts.estimatedRpoMs ?? null,
    estimatedRtoMs: closed.summary?.rto.machineMs ?? null,
    dataAgeMs: typeof dataAgeMs === 'number' ? dataAgeMs : null,
    ...untested,
  };
}
