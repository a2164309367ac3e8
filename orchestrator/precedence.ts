import { holderOf, standingOf, type Taken, whyNotTakeOver } from './domain/claim-rules.ts';
import type { Entry } from './domain/entry.ts';
import type { Plan } from './domain/plan.ts';
import type { Run } from './domain/run.ts';
import { plans } from './plans/plans.ts';
import type { Records } from './ports/records.ts';
import { cancelOpen } from './questions.ts';

/** A run that has to give way; `isPast` where it has moved users, and what is left of it moves nobody. */
export interface GivingWay {
  readonly run: Run;
  readonly isPast: boolean;
}

/** Which claim a run that gives way has, and whether it is taken past its point of no return. */
export const takenFrom = ({ run, isPast }: GivingWay): Taken => ({ run: run.id, epoch: run.epoch, isPast });

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

/** Why a run that waits for the claim of another could not take it now, as a sentence; null where it could, or does not wait. */
export async function whyWaiting(records: Pick<Records, 'claims' | 'journal'>, run: Run): Promise<string | null> {
  const [claim, before] = await Promise.all([
    records.claims.look(run.application),
    whoGivesWay(records, run.application, plans[run.plan]),
  ]);
  const waiter = holderOf(run);
  return standingOf(claim, waiter)?.holds === false ? whyNotTakeOver(claim, waiter, before && takenFrom(before)) : null;
}

/**
 * Gives a run that waits the claim of the one that has to give way, and tells that so; `Busy` where it gives way no longer. A run that
 * does not wait keeps what it has. Safe to repeat: what a crash leaves untold the sweeper tells.
 */
export async function takeOver(records: Records, run: Run, at: number): Promise<void> {
  const waiter = holderOf(run);
  if (standingOf(await records.claims.look(run.application), waiter)?.holds !== false) return;
  const before = await whoGivesWay(records, run.application, plans[run.plan]);
  await records.claims.takeOver(waiter, before && takenFrom(before));
  if (before !== null) await giveWay(records, before.run, run.id, at);
}

/** Tells a run that another took its claim: its journal says to whom, and what it asks people is asked no more, so that it ends. */
export async function giveWay(records: Records, run: Run, to: string, at: number): Promise<void> {
  await records.journal.append(run.id, at, { kind: 'gave-way', to }, (entries) =>
    entries.some(({ kind }) => kind === 'gave-way' || kind === 'closed'),
  );
  await cancelOpen(records, run.id, at);
}
