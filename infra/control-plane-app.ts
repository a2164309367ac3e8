import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { DEFAULT_CROSS_STACK_REFERENCES } from 'aws-cdk-lib/cx-api';
import { platformOnAws } from '../orchestrator/aws/deployment.ts';
import { CHECKS_VARIABLE, withChecks } from '../orchestrator/aws/made-checks.ts';
import type { Config } from '../orchestrator/config.ts';
import type { CodeOf } from './constructs/platform-functions.ts';
import { tagCosts } from './cost-tags.ts';
import { bundleLambdas } from './lambdas.ts';
import { addReference, createdApplications } from './reference.ts';
import { ControlPlane } from './stacks/control-plane.ts';
import { hasAgents, RegionAgents } from './stacks/region-agents.ts';
import { RegionKeys } from './stacks/region-keys.ts';
import { addChecks, addTraffic } from './traffic-stacks.ts';

/** What is deployed, and where it is written. */
export interface AppOptions {
  readonly config: Config;
  /** Folder for the bundles. */
  readonly bundles: string;
  /** Folder for the templates and assets; CDK's own choice when absent. */
  readonly outdir?: string;
  /** More environment for every Lambda, such as `SLACK_API_URL`. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Bundles every Lambda and makes the stacks. */
export async function controlPlaneApp({ config, bundles, outdir, environment = {} }: AppOptions): Promise<App> {
  const folderOf = await bundleLambdas(config, bundles);
  const app = new App({ ...(outdir === undefined ? {} : { outdir }), analyticsReporting: false });
  addStacks(app, config, (name) => Code.fromAsset(folderOf(name)), environment);
  return app;
}

/** All stacks: keys, agents and flags in the Regions of the applications, health checks, the control plane, and the applications that are made here. */
export function addStacks(app: App, config: Config, codeOf: CodeOf, environment: Readonly<Record<string, string>> = {}): void {
  // A health check that something names is not replaced or deleted: CloudFormation refuses to change an export that is in use.
  app.node.setContext(DEFAULT_CROSS_STACK_REFERENCES, 'strong');
  const { account } = platformOnAws(config);
  const { primary, dr, control } = config.regions;
  const applications = createdApplications(config).map(({ id }) => id);
  const keysIn = (region: string) => new RegionKeys(app, `dr-keys-${region}`, { env: { account, region }, applications });
  const keys = { primary: keysIn(primary), dr: keysIn(dr) };
  const agents = (['primary', 'dr'] as const)
    .filter((side) => hasAgents(config, side))
    .map((side) => {
      const region = config.regions[side];
      return new RegionAgents(app, `dr-agents-${region}`, { env: { account, region }, config, side, codeOf });
    });
  const checks = addChecks(app, config);
  const complete = withChecks(config, checks);
  const plane = new ControlPlane(app, 'dr-control-plane', {
    env: { account, region: control },
    description: 'Disaster recovery from Slack: the control plane.',
    terminationProtection: true,
    config: complete,
    codeOf,
    environment: { ...environment, [CHECKS_VARIABLE]: JSON.stringify(checks) },
  });
  // An agent answers older requests, so it is deployed before what may ask newer ones.
  const before = [keys.primary, keys.dr, ...agents, ...addReference(app, config, codeOf, keys)];
  for (const stack of before) plane.addStackDependency(stack);
  addTraffic(app, complete, plane);
  tagCosts(app, config);
}
