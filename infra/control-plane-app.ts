import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { platformOnAws } from '../orchestrator/aws/deployment.ts';
import type { Config } from '../orchestrator/config.ts';
import { bundleLambdas } from './lambdas.ts';
import { ControlPlane } from './stacks/control-plane.ts';
import { RegionKeys } from './stacks/region-keys.ts';

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

/** Bundles every Lambda and makes the stacks: a key in each Region of the application, and the control plane. */
export async function controlPlaneApp({ config, bundles, outdir, environment = {} }: AppOptions): Promise<App> {
  const folders = await bundleLambdas(config, bundles);
  const { account } = platformOnAws(config);
  const { primary, dr, control } = config.regions;
  const app = new App({ ...(outdir === undefined ? {} : { outdir }), analyticsReporting: false });
  const keys = [primary, dr].map((region) => new RegionKeys(app, `dr-keys-${region}`, { env: { account, region } }));
  const plane = new ControlPlane(app, 'dr-control-plane', {
    env: { account, region: control },
    description: 'Disaster recovery from Slack: the control plane.',
    terminationProtection: true,
    config,
    codeOf: (name) => Code.fromAsset(folders[name]),
    environment,
  });
  for (const key of keys) plane.addStackDependency(key);
  return app;
}
