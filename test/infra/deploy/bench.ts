import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { CfnScalableTarget } from 'aws-cdk-lib/aws-applicationautoscaling';
import { CfnDBInstance } from 'aws-cdk-lib/aws-rds';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { dutyOf } from '../../../infra/active-side.ts';
import type { Deployer } from '../../../infra/deploy/guarded.ts';
import { type MemoryWorld, memoryWorld } from '../../../lab/memory/memory-world.ts';
import { memoryRecords } from '../../../lab/memory/records/memory-records.ts';
import { limitsOf } from '../../../orchestrator/domain/duty.ts';
import { applicationOf } from '../../../orchestrator/stage.ts';
import { config } from '../synthesized.ts';

export const { primary, dr } = config.regions;
const shop = applicationOf(config, 'shop');
/** Who deploys. */
export const ROSA = 'arn:aws:iam::123456789012:user/rosa';
/** The stacks with a database, and those with services, of the bench's CDK. */
export const DATA = [`shop-data-${primary}`, `shop-data-${dr}`];
export const SERVICES = { primary: `shop-services-${primary}`, dr: `shop-services-${dr}` };
const NONE = { min: 0, max: 0 };
const NO_LIMITS = { primary: NONE, dr: NONE };

const folder = mkdtempSync(join(tmpdir(), 'dr-deploy-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
let made = 0;

/** A CDK that writes what it is asked to make, with stacks of the three kinds, and notes what it is told. */
function recordingCdk(exits: Readonly<Record<string, number>> = {}) {
  const told: (readonly string[])[] = [];
  const cdk = async (args: readonly string[]): Promise<number> => {
    told.push(args);
    const after = (option: string) => args[args.indexOf(option) + 1] ?? '';
    if (args[0] === 'synth') {
      const pairs = args.flatMap((arg, index) => (arg === '--context' ? [(args[index + 1] ?? '').split('=')] : []));
      const app = new App({ outdir: after('--output'), context: Object.fromEntries(pairs), analyticsReporting: false });
      const stack = (name: string, region: string) => new Stack(app, name, { env: { account: '123456789012', region } });
      new CfnTopic(stack('dr-control-plane', config.regions.control), 'Any');
      for (const region of [primary, dr]) new CfnDBInstance(stack(`shop-data-${region}`, region), 'Database');
      for (const side of ['primary', 'dr'] as const) {
        const services = stack(SERVICES[side], config.regions[side]);
        const { min, max } = limitsOf(shop.services.frontend ?? NO_LIMITS, dutyOf(services, config, shop, side));
        new CfnScalableTarget(services, 'Frontend', {
          ...{ minCapacity: min, maxCapacity: max, resourceId: 'service/shop/frontend' },
          ...{ scalableDimension: 'ecs:service:DesiredCount', serviceNamespace: 'ecs' },
        });
      }
      app.synth();
    }
    return exits[args[0] ?? ''] ?? 0;
  };
  return { told, cdk };
}

/** A deployer over a world in memory, with what it was told, said and protected. */
export interface Bench extends Deployer {
  readonly world: MemoryWorld;
  readonly told: readonly (readonly string[])[];
  readonly said: string[];
  readonly guarded: string[];
}

/** A bench where all is well, but for what is changed, and for the exit codes of CDK by its verb. */
export function bench(changes: Partial<Deployer> = {}, exits: Readonly<Record<string, number>> = {}): Bench {
  const world = memoryWorld({ application: shop, regions: { primary, dr } });
  const [said, guarded]: [string[], string[]] = [[], []];
  return {
    ...{ config, world, said, guarded, records: memoryRecords(), worldOf: () => world },
    ...recordingCdk(exits),
    caller: async () => ({ account: '123456789012', arn: ROSA }),
    protect: async ({ name, region }) => guarded.push(`${name} in ${region}`) > 0,
    assembly: join(folder, String(made++)),
    now: () => 1_000,
    say: (sentence) => void said.push(sentence),
    ...changes,
  };
}

/** A bench whose application was moved to the DR Region. */
export async function promoted(): Promise<Bench> {
  const on = bench();
  await on.world.agent.fence(primary);
  await on.world.database.promote(dr);
  await on.world.clock.sleep(600_000);
  await on.world.agent.open(dr);
  await on.world.traffic.shift(dr, { run: 'DR-1', epoch: 1 });
  await on.world.clock.sleep(600_000);
  return on;
}

/** Everything, with nothing else asked. */
export const ALL = { stacks: [], override: null, diff: false, cdk: [] };
/** The least capacity that the last templates made give the service of a side. */
export const minimum = (on: Bench, side: 'primary' | 'dr' = 'dr') =>
  Object.values(new CloudAssembly(on.assembly).getStackByName(SERVICES[side]).template.Resources as Record<string, CfnLike>)[0]
    ?.Properties.MinCapacity;
type CfnLike = { readonly Properties: { readonly MinCapacity: number } };
