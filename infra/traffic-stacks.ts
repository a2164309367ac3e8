import { type App, Stack } from 'aws-cdk-lib';
import { platformOnAws } from '../orchestrator/aws/deployment.ts';
import { type MadeChecks, makesChecks } from '../orchestrator/aws/made-checks.ts';
import type { Application, Config } from '../orchestrator/config.ts';
import { applicationOf } from '../orchestrator/stage.ts';
import { FlagChecks } from './stacks/flag-checks.ts';
import { RegionFlags } from './stacks/region-flags.ts';
import { Traffic } from './stacks/traffic.ts';

const applications = (config: Config): readonly Application[] =>
  Object.keys(config.applications).map((id) => applicationOf(config, id));

/** The flags of the DR Region, and after them the checks of each application that is moved by flags; answers the checks' ids. */
export function addChecks(app: App, config: Config): MadeChecks {
  const { account } = platformOnAws(config);
  const { dr, control } = config.regions;
  const flags = new RegionFlags(app, `dr-flags-${dr}`, { env: { account, region: dr }, config });
  const made = applications(config)
    .filter(makesChecks)
    .map((application) => {
      const checks = new FlagChecks(app, `${application.id}-checks`, { env: { account, region: control }, config, application });
      checks.addStackDependency(flags);
      return [application.id, checks.ids] as const;
    });
  return Object.fromEntries(made);
}

/** The failover records of each application that the stacks make, after everything they lead to and everything that moves them. */
export function addTraffic(app: App, config: Config, plane: Stack): void {
  const { account } = platformOnAws(config);
  for (const application of applications(config)) {
    const { create, traffic, calculatedCheck } = application.aws ?? {};
    if (create === undefined || traffic !== 'flags' || calculatedCheck === undefined) continue;
    const env = { account, region: config.regions.control };
    const records = new Traffic(app, `${application.id}-traffic`, { env, config, application, check: calculatedCheck.id });
    const its = app.node.children.filter((each) => Stack.isStack(each) && each.node.id.startsWith(`${application.id}-`));
    for (const stack of [plane, ...its]) if (stack !== records) records.addStackDependency(stack as Stack);
  }
}
