import { Denied } from '../domain/errors.ts';
import type { Person } from '../domain/run.ts';
import type { Stage } from '../stage.ts';

/** Checks whether a person may do something to a run; a denial goes into its journal before it is thrown. */
export async function journalingDenials(stage: Stage, run: string, by: Person, check: () => Promise<void>): Promise<void> {
  try {
    await check();
  } catch (error) {
    if (error instanceof Denied)
      await stage.records.journal.append(run, stage.now(), { kind: 'refused', by, why: error.message });
    throw error;
  }
}
