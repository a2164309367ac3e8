import { deliverSoon } from './deliver.ts';
import type { Entry } from './domain/entry.ts';
import type { Plan } from './domain/plan.ts';
import type { Run } from './domain/run.ts';
import { plans } from './plans/plans.ts';
import type { Records } from './ports/records.ts';
import { cancelOpen } from './questions.ts';
import type { Stage } from './stage.ts';

/** A run that has to give way; `isPast` where it has moved users, and what is left of it moves nobody. */
export interface GivingWay {
  readonly run: Run;
  readonly isPast: boolean;
}

/** The run of an application that has to give way to a plan of that kind; null where there is none. */
export async function whoGivesWay(
  { claims, journal }: Pick<Records, 'claims' | 'journal'>,
  application: string,
  { kind }: Pick<Plan, 'kind'>,
): Promise<GivingWay | null> {
  if (kind !== 'unplanned') return null;
  const { run: holder } = await claims.look(application);
  const run = holder === null ? null : await journal.run(holder);
  const { preemptible = null } = run === null ? {} : plans[run.plan];
  if (run === null || preemptible === null) return null;
  if (preemptible === true) return { run, isPast: false };
  const entries = await journal.read(run.id);
  const isOver = (row: string): boolean => entries.some((entry) => endsRow(entry, row));
  if (isOver(preemptible.from)) return { run, isPast: true };
  return isOver(preemptible.until) ? null : { run, isPast: false };
}

const endsRow = (entry: Entry, row: string): boolean =>
  (entry.kind === 'done' && entry.row === row) || (entry.kind === 'decided' && entry.row === row && entry.outcome === 'skip');

/**
 * Tells a run that another took its claim: its journal says to whom, and what it asks people is asked no more, so that it ends.
 * False where it had ended before.
 */
export async function giveWay(stage: Stage, run: Run, to: string): Promise<boolean> {
  const { records, now } = stage;
  const told = await records.journal.append(run.id, now(), { kind: 'gave-way', to }, (entries) =>
    entries.some(({ kind }) => kind === 'gave-way' || kind === 'closed'),
  );
  await cancelOpen(records, run.id, now());
  await deliverSoon(stage, run.id);
  return told !== null;
}
