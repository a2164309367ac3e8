import type { Application } from '../../orchestrator/config.ts';
import { type Duty, limitsOf } from '../../orchestrator/domain/duty.ts';
import { isExpected } from '../../orchestrator/domain/errors.ts';
import type { Region } from '../../orchestrator/domain/region.ts';
import type { Records } from '../../orchestrator/ports/records.ts';
import { applicationOf } from '../../orchestrator/stage.ts';
import { openRuns } from './open-runs.ts';
import type { Roles } from './roles.ts';
import { type Looking, rolesNow } from './roles-now.ts';
import type { DeployedStack } from './stacks.ts';

/** What capacities are restored with. */
interface Restoring extends Looking {
  readonly records: Pick<Records, 'journal'>;
}

/**
 * Gives services the least capacity that their template has, where a recovery left them with less. CloudFormation compares
 * templates, and not what is there: a standby that came home with the template it left with would stay stopped. Looks anew, as a run
 * may have begun since, whose business capacities are then.
 */
export async function restoreMinimums(looking: Restoring, stacks: readonly DeployedStack[]): Promise<void> {
  const runs = await openRuns(looking.records.journal);
  if (!('open' in runs) || runs.open.length > 0) return;
  const roles = await rolesNow({ ...looking, say: () => {} });
  for (const { application: id, region, hasServices } of stacks) {
    const seen = id === null ? undefined : roles[id];
    if (id === null || !hasServices || seen === undefined || seen.active === null || seen.untold === region) continue;
    await restoreIn(looking, applicationOf(looking.config, id), region, dutyIn(seen, region));
  }
}

const dutyIn = ({ active, left }: Roles, region: Region): Duty => {
  if (region === active) return 'active';
  return region === left ? 'left' : 'standby';
};

async function restoreIn({ worldOf, say }: Looking, application: Application, region: Region, duty: Duty): Promise<void> {
  const { services } = worldOf(application);
  try {
    for (const [name, { min, desired }] of Object.entries(await services.look(region))) {
      const limits = application.services[name];
      if (limits === undefined) continue;
      const { min: least, max } = limitsOf(limits, duty);
      if (min >= least) continue;
      await services.scale(region, name, { min: least, desired: Math.max(least, desired), max });
      say(`${name} in ${region} runs at least ${least} again.`);
    }
  } catch (error) {
    if (!isExpected(error)) throw error;
    say(`Whether the services of ${application.id} in ${region} run at their least is not to be told: ${error.message}`);
  }
}
