import { requested } from '../commands/failover.ts';
import { FIELD } from '../views/actions.ts';
import { notice } from '../views/modals.ts';
import type { Form } from './listener.ts';

/** The submitted request for a failover. */
export const beginForm: Form = {
  refusedUnder: FIELD.application,
  async answer({ recovery, config }, { by, field }) {
    const run = await recovery.begin({
      application: field(FIELD.application),
      plan: 'failover',
      reason: field(FIELD.reason),
      by,
    });
    return { becomes: notice(run.id, [requested(run, config).text]) };
  },
};
