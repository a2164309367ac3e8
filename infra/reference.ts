import type { App, Stack, StackProps } from 'aws-cdk-lib';
import { platformOnAws, type Side } from '../orchestrator/aws/deployment.ts';
import type { Application, Config } from '../orchestrator/config.ts';
import { applicationOf } from '../orchestrator/stage.ts';
import type { CodeOf } from './constructs/platform-functions.ts';
import { AssetReturn } from './stacks/asset-return.ts';
import { Data } from './stacks/data.ts';
import { Network } from './stacks/network.ts';
import type { RegionKeys } from './stacks/region-keys.ts';
import { Registry } from './stacks/registry.ts';
import { Storage } from './stacks/storage.ts';

type OnAws = NonNullable<Application['aws']>;
/** An application whose `aws` says what to make of it. */
export type CreatedApplication = Application & { readonly aws: OnAws & { readonly create: NonNullable<OnAws['create']> } };

/** What every stack of an application in one Region is made of. */
export interface CreatedProps extends StackProps {
  readonly config: Config;
  readonly application: CreatedApplication;
  readonly side: Side;
  readonly codeOf: CodeOf;
}

/** The applications of dr.yml whose `aws` has `create`. */
export const createdApplications = (config: Config): readonly CreatedApplication[] =>
  Object.keys(config.applications)
    .map((id) => applicationOf(config, id))
    .filter((application): application is CreatedApplication => application.aws?.create !== undefined);

/**
 * Adds the stacks of each application that is made here, in both Regions: the same, but for what its Region's role asks. Nothing
 * of one Region is known to the other but by fixed names, of which CDK infers no order, so it is told here.
 */
export function addReference(app: App, config: Config, codeOf: CodeOf, keys: Readonly<Record<Side, RegionKeys>>): void {
  const created = createdApplications(config);
  if (created.length > 0) addRegistries(app, config, created);
  for (const application of created) addApplication(app, config, application, codeOf, keys);
}

function addRegistries(app: App, config: Config, created: readonly CreatedApplication[]): void {
  const { account } = platformOnAws(config);
  const repositories = [...new Set(created.flatMap(({ aws }) => aws.repositories))];
  const sides = ['dr', 'primary'] as const;
  inOrder(
    sides.map((side) => {
      const region = config.regions[side];
      return new Registry(app, `dr-registry-${region}`, { env: { account, region }, config, side, repositories });
    }),
  );
}

function addApplication(
  app: App,
  config: Config,
  application: CreatedApplication,
  codeOf: CodeOf,
  keys: Readonly<Record<Side, RegionKeys>>,
): void {
  const { account } = platformOnAws(config);
  const named = (side: Side, what: string): readonly [string, CreatedProps] => {
    const region = config.regions[side];
    return [`${application.id}-${what}-${region}`, { env: { account, region }, config, application, side, codeOf }];
  };
  const [drNetwork, network] = [new Network(app, ...named('dr', 'network')), new Network(app, ...named('primary', 'network'))];
  const [drStorage, storage] = [new Storage(app, ...named('dr', 'storage')), new Storage(app, ...named('primary', 'storage'))];
  const data = (side: Side, within: Network): Data => {
    const [id, props] = named(side, 'data');
    return new Data(app, id, { ...props, network: within, key: keys[side].of(application.id) });
  };
  const [writer, replica] = [data('primary', network), data('dr', drNetwork)];
  const [id, props] = named('dr', 'asset-return');
  const back = new AssetReturn(app, id, { ...props, key: drStorage.key });
  // The writer's secrets are replicated to the other Region under its key, and the replica is made from the writer.
  inOrder([keys.dr, drNetwork, network, drStorage, storage, writer, replica, back]);
}

/** Deploys each stack after the one before it. */
function inOrder(stacks: readonly Stack[]): void {
  stacks.forEach((stack, at) => {
    const before = stacks[at - 1];
    if (before !== undefined) stack.addStackDependency(before);
  });
}
