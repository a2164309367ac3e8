import { type LabWorld, startWorld } from '../../../lab/world.ts';
import { platformOnAws, type Side } from '../../../orchestrator/aws/deployment.ts';
import { askIf } from '../../../orchestrator/aws/errors.ts';
import { flagKey } from '../../../orchestrator/aws/flags.ts';
import { claimEntity } from '../../../orchestrator/aws/records/claim-entity.ts';
import type { Place } from '../../../orchestrator/aws/records/table.ts';
import type { Application, Config } from '../../../orchestrator/config.ts';
import { bindTo } from '../lab-binding.ts';
import { type InstanceLives, makeLives } from '../rds-front/instance-lives.ts';
import type { Aws } from './ask.ts';
import { letAgentIn } from './log-in.ts';
import { seedApplication } from './seed.ts';

/** What an application is made anew on, and which of its Regions serves users. */
export interface FreshOptions {
  readonly config: Config;
  readonly application: Application;
  readonly active: Side;
  /** AWS's services that the platform is deployed on. */
  readonly platform: Aws;
  /** Those that the application runs on. */
  readonly resources: Aws;
  readonly records: Place;
}

/** Regions of the lab, and the life of the instances in them. */
export interface FreshRegions {
  readonly world: LabWorld;
  readonly lives: InstanceLives;
}

/** Makes an application that runs in one Region and is replicated to the other; of earlier moves only the journal knows. */
export async function freshRegions(options: FreshOptions): Promise<FreshRegions> {
  const { config, application, active, resources, records } = options;
  const { id, database } = application;
  const standby = active === 'primary' ? 'dr' : 'primary';
  const [from, to] = [config.regions[active], config.regions[standby]];
  // An agent fences a Region that the record has left behind, and these Regions were never left.
  await askIf('The table of claims', () => claimEntity(records).patch({ application: id }).remove(['writer']).go());
  const regions = { ...config.regions, primary: from, dr: to };
  const world = await startWorld({ users: 0, signals: false, config: { ...config, regions }, application: id });
  const lives = makeLives(() => bindTo(world), {
    [from]: { id: database.instances[active], isReplica: false },
    [to]: { id: database.instances[standby], isReplica: true },
  });
  await letAgentIn(world);
  await setFlags(options);
  await seedApplication(resources, config, application, active);
  return { world, lives };
}

async function setFlags({ config, application, active, platform }: FreshOptions): Promise<void> {
  for (const [side, bucket] of Object.entries(platformOnAws(config).flagBuckets)) {
    const path = `/${bucket}/${flagKey(application.id)}`;
    const region = config.regions[side as keyof Config['regions']];
    await platform.rest('s3', region, active === 'dr' ? 'PUT' : 'DELETE', path, active === 'dr' ? '{}' : '');
  }
}
