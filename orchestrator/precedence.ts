import { deliverSoon } from './deliver.ts';
import type { Plan } from './domain/plan.ts';
import type { Run } from './domain/run.ts';
import { plans } from './plans/plans.ts';
import type { Records } from './ports/records.ts';
import { cancelOpen } from './questions.ts';
import type { Stage } from './stage.ts';

/** The run of an application that has to give way to a plan of that kind; null where there is none. */
export async function whoGivesWay(
  { claims, journal }: Pick<Records, 'claims' | 'journal'>,
  application: string,
  { kind }: Pick<Plan, 'kind'>,
): Promise<Run | null> {
  if (kind !== 'unplanned') return null;
  const { run: holder } = await claims.look(application);
  const run = holder === null ? null : await journal.run(holder);
  return run !== null && (await givesWay(journal, run)) ? run : null;
}

/** Whether a run gives way as far as it has come; of its point of no return the claim itself knows. */
async function givesWay(journal: Records['journal'], { id, plan }: Run): Promise<boolean> {
  const { preemptible = false } = plans[plan];
  if (typeof preemptible === 'boolean') return preemptible;
  return !(await journal.read(id)).some((entry) => entry.kind === 'done' && entry.row === preemptible.until);
}

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
