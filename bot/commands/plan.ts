import { sentence } from '../views/blocks.ts';
import { dryRunCard } from '../views/dry-run.ts';
import type { OnCommand } from './command.ts';

/** `/dr plan <app>`: a dry run; with one application in dr.yml it may be left out. */
export const plan: OnCommand = async ({ recovery, plans }, { argument }) => {
  const applications = recovery.applications();
  const application = argument ?? (applications.length === 1 ? applications[0]?.id : undefined);
  if (application === undefined)
    return sentence(`Which application? ${applications.map(({ id }) => `\`/dr plan ${id}\``).join(', ')}`);
  return dryRunCard(await recovery.dryRun(application, 'failover'), plans.failover);
};
