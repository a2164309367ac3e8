import type { App, Stack, StackProps } from 'aws-cdk-lib';
import { platformOnAws, type Side } from '../orchestrator/aws/deployment.ts';
import type { Application, Config } from '../orchestrator/config.ts';
import { applicationOf } from '../orchestrator/stage.ts';
import type { CodeOf } from './constructs/platform-functions.ts';
import { AssetReturn } from './stacks/asset-return.ts';
import { Data } from './stacks/data.ts';
import { Drills } from './stacks/drills.ts';
import { Network } from './stacks/network.ts';
import type { RegionKeys } from './stacks/region-keys.ts';
import { Registry } from './stacks/registry.ts';
import { Services } from './stacks/services.ts';
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
 * of one Region is known to the other but by fixed names, of which CDK infers no order, so it is told here. Answers the stacks
 * that have the agents.
 */
export function addReference(
  app: App,
  config: Config,
  codeOf: CodeOf,
  keys: Readonly<Record<Side, RegionKeys>>,
): readonly Stack[] {
  const created = createdApplications(config);
  if (created.length === 0) return [];
  const registries = addRegistries(app, config, created);
  return created.flatMap((application) => addApplication(app, { config, application, codeOf, keys, registries }));
}

function addRegistries(app: App, config: Config, created: readonly CreatedApplication[]): readonly Registry[] {
  const { account } = platformOnAws(config);
  // One that several applications share is the first one's.
  const owned = created.toReversed().flatMap(({ id, aws }) => aws.repositories.map((name) => [name, id] as const));
  const repositories = new Map(owned);
  const registries = (['dr', 'primary'] as const).map((side) => {
    const region = config.regions[side];
    return new Registry(app, `dr-registry-${region}`, { env: { account, region }, config, side, repositories });
  });
  inOrder(registries);
  return registries;
}

interface OfApplication extends Pick<CreatedProps, 'config' | 'application' | 'codeOf'> {
  readonly keys: Readonly<Record<Side, RegionKeys>>;
  readonly registries: readonly Registry[];
}

function addApplication(app: App, { config, application, codeOf, keys, registries }: OfApplication): readonly Stack[] {
  const { account } = platformOnAws(config);
  const name = (side: Side, what: string): string => `${application.id}-${what}-${config.regions[side]}`;
  const at = (side: Side) => ({
    ...{ env: { account, region: config.regions[side] }, config, application, side, codeOf },
    key: keys[side].of(application.id),
  });
  const both = <T>(make: (side: Side) => T): Readonly<Record<Side, T>> => ({ primary: make('primary'), dr: make('dr') });
  const networks = both((side) => new Network(app, name(side, 'network'), at(side)));
  const storages = both((side) => new Storage(app, name(side, 'storage'), at(side)));
  const data = both((side) => new Data(app, name(side, 'data'), { ...at(side), network: networks[side] }));
  const services = both((side) => {
    const below = { network: networks[side], storage: storages[side], databaseHost: data[side].databaseHost };
    return new Services(app, name(side, 'services'), { ...at(side), ...below });
  });
  const drills = both((side) => new Drills(app, name(side, 'drills'), { ...at(side), network: networks[side] }));
  const back = new AssetReturn(app, name('dr', 'asset-return'), at('dr'));
  inOrder([
    ...[keys.dr, keys.primary, networks.dr, networks.primary],
    // A bucket copies to one that is there: the DR one is first, and what it copies back comes last.
    ...[storages.dr, storages.primary],
    // The writer's secrets are replicated to the other Region under its key, and the replica is made from the writer.
    ...[data.primary, data.dr],
    // Their tasks are started in the cluster of the services.
    ...[services.dr, services.primary, drills.dr, drills.primary, back],
  ]);
  for (const registry of registries) services.dr.addStackDependency(registry);
  return [data.primary, data.dr];
}

/** Deploys each stack after the one before it. */
function inOrder(stacks: readonly Stack[]): void {
  stacks.forEach((stack, at) => {
    const before = stacks[at - 1];
    if (before !== undefined) stack.addStackDependency(before);
  });
}
