import { didYouMean } from '../../orchestrator/did-you-mean.ts';
import { Refused } from '../../orchestrator/domain/errors.ts';
import { PLAN_IDS, type PlanId } from '../../orchestrator/domain/plan.ts';
import { sentence } from '../views/blocks.ts';
import { dryRunCard } from '../views/dry-run.ts';
import type { OnCommand } from './command.ts';

/** `/dr plan <app> [plan]`: a dry run, of a failover unless told otherwise; with one application in dr.yml it may be left out. */
export const plan: OnCommand = async ({ recovery, plans }, { argument, rest }) => {
  const applications = recovery.applications();
  const application = argument ?? (applications.length === 1 ? applications[0]?.id : undefined);
  if (application === undefined)
    return sentence(`Which application? ${applications.map(({ id }) => `\`/dr plan ${id}\``).join(', ')}`);
  const asked = planNamed(rest);
  return dryRunCard(await recovery.dryRun(application, asked), plans[asked]);
};

function planNamed(typed: string): PlanId {
  const name = typed.toLowerCase();
  if (name === '') return 'failover';
  const known = PLAN_IDS.find((id) => id === name);
  if (known !== undefined) return known;
  throw new Refused(`There is no plan "${typed}". There are: ${PLAN_IDS.join(', ')}.${didYouMean(name, PLAN_IDS)}`);
}
