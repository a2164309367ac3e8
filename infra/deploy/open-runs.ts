import { isNamed } from '../../orchestrator/aws/errors.ts';
import type { Run } from '../../orchestrator/domain/run.ts';
import type { Journal } from '../../orchestrator/ports/records.ts';

/** The runs that are open, or why nobody can tell. */
export type OpenRuns = { readonly open: readonly Run[] } | { readonly noTable: true } | { readonly unreadable: string };

/** Reads which runs are open. A table that is not there yet has none: this is the first deployment. */
export async function openRuns(journal: Pick<Journal, 'open'>): Promise<OpenRuns> {
  try {
    return { open: await journal.open() };
  } catch (error) {
    // A guard that cannot look is shut, whatever the reason.
    return isNamed(error, 'ResourceNotFoundException') ? { noTable: true } : { unreadable: (error as Error).message };
  }
}
