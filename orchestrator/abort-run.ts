import { deliverSoon } from './deliver.ts';
import { holderOf } from './domain/claim-rules.ts';
import type { Person, Run } from './domain/run.ts';
import { cancelOpen } from './questions.ts';
import type { Stage } from './stage.ts';

/**
 * Sets the abort flag, on the condition that the point of no return is untaken (`Refused` otherwise), and wakes whoever waits for
 * people; safe to repeat.
 */
export async function abortRun(stage: Stage, run: Run, by: Person): Promise<void> {
  const { records, now } = stage;
  const claim = holderOf(run);
  await records.claims.stop(claim, { kind: 'abort', by: by.id, at: now() });
  await records.journal.append(run.id, now(), { kind: 'abort', by }, (entries) => entries.some(({ kind }) => kind === 'abort'));
  await cancelOpen(records, run.id, now());
  await deliverSoon(stage, run.id);
}
