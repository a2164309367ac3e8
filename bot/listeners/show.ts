import type { PlanId } from '../../orchestrator/domain/plan.ts';
import { applicationStatus, runStatus } from '../commands/status.ts';
import { dryRunCard } from '../views/dry-run.ts';
import { beginForm } from '../views/modals.ts';
import { CarriedApplication, CarriedSubject, carried } from './carried.ts';
import type { OnClick } from './listener.ts';

/** *Status* of an application or of a run. */
export const showStatus: OnClick = async (platform, { value }) => {
  const subject = carried(CarriedSubject, value);
  return 'run' in subject ? runStatus(platform, subject.run) : applicationStatus(platform, subject.application);
};

/** *Dry run*. */
export const showPlan: OnClick = async ({ recovery, plans }, { value }) => {
  const { application } = carried(CarriedApplication, value);
  return dryRunCard(await recovery.dryRun(application, 'failover'), plans.failover);
};

/** *Failover…* and the like: opens the form, filled in. */
export const askFor =
  (plan: PlanId): OnClick =>
  async ({ recovery, plans }, { value, open }) => {
    const { id } = recovery.application(carried(CarriedApplication, value).application);
    await open(beginForm(plans[plan], [id]));
    return null;
  };
