import { aborted } from '../commands/abort.ts';
import { FIELD } from '../views/actions.ts';
import { notice } from '../views/modals.ts';
import type { Form } from './listener.ts';

/** The submitted choice of a run to abort. */
export const abortForm: Form = {
  refusedUnder: FIELD.run,
  async answer({ recovery }, { by, field }) {
    const run = field(FIELD.run);
    return { becomes: notice(run, [aborted(await recovery.abort({ run, by })).text]) };
  },
};
