import { requested } from '../commands/begin.ts';
import { FIELD } from '../views/actions.ts';
import { notice } from '../views/modals.ts';
import { CarriedPlan, carried } from './carried.ts';
import type { Form } from './listener.ts';

/** The submitted request for a plan. */
export const beginForm: Form = {
  refusedUnder: FIELD.application,
  async answer(platform, { by, carries, field }) {
    const { plan } = carried(CarriedPlan, carries);
    const run = await platform.recovery.begin({
      application: field(FIELD.application),
      plan,
      reason: field(FIELD.reason),
      by,
    });
    return { becomes: notice(run.id, [requested(run, platform).text]) };
  },
};
