import { holderOf } from './domain/claim-rules.ts';
import { Refused } from './domain/errors.ts';
import type { Person, Run } from './domain/run.ts';
import type { Records } from './ports/records.ts';

/**
 * Has what a run did taken back, on the condition that the point of no return is untaken: nobody passes it afterwards. Null
 * once that is so; otherwise why it is too late, as a sentence.
 */
export async function rollBack(records: Records, run: Run, by: Person, why: string, at: number): Promise<string | null> {
  try {
    const holder = holderOf(run);
    await records.claims.stop(holder, { kind: 'roll-back', by: by.id, at });
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
  await records.journal.append(run.id, at, { kind: 'roll-back', by, why }, (entries) =>
    entries.some(({ kind }) => kind === 'roll-back' || kind === 'abort'),
  );
  return null;
}
