import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { CfnScalableTarget } from 'aws-cdk-lib/aws-applicationautoscaling';
import { CfnDBInstance } from 'aws-cdk-lib/aws-rds';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { afterAll, describe, expect, it } from 'vitest';
import { dutyOf } from '../../../infra/active-side.ts';
import { type Deployer, deployGuarded, EXIT } from '../../../infra/deploy/guarded.ts';
import { chooseStacks } from '../../../infra/deploy/stacks.ts';
import { type MemoryWorld, memoryWorld } from '../../../lab/memory/memory-world.ts';
import { memoryRecords } from '../../../lab/memory/records/memory-records.ts';
import { limitsOf } from '../../../orchestrator/domain/duty.ts';
import { Unavailable } from '../../../orchestrator/domain/errors.ts';
import { applicationOf } from '../../../orchestrator/stage.ts';
import { aRun } from '../../contracts/samples.ts';
import { config, makeApp } from '../synthesized.ts';

const { primary, dr } = config.regions;
const shop = applicationOf(config, 'shop');
const ROSA = 'arn:aws:iam::123456789012:user/rosa';
const DATA = [`shop-data-${primary}`, `shop-data-${dr}`];
const SERVICES = { primary: `shop-services-${primary}`, dr: `shop-services-${dr}` };
const NONE = { min: 0, max: 0 };
const NO_LIMITS = { primary: NONE, dr: NONE };

const folder = mkdtempSync(join(tmpdir(), 'dr-deploy-'));
afterAll(() => rmSync(folder, { recursive: true }));
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

interface Bench extends Deployer {
  readonly world: MemoryWorld;
  readonly told: readonly (readonly string[])[];
  readonly said: string[];
  readonly guarded: string[];
}

function bench(changes: Partial<Deployer> = {}, exits: Readonly<Record<string, number>> = {}): Bench {
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

async function promoted(): Promise<Bench> {
  const on = bench();
  await on.world.agent.fence(primary);
  await on.world.database.promote(dr);
  await on.world.clock.sleep(600_000);
  await on.world.agent.open(dr);
  await on.world.traffic.shift(dr, { run: 'DR-1', epoch: 1 });
  await on.world.clock.sleep(600_000);
  return on;
}

const ALL = { stacks: [], override: null, diff: false, cdk: [] };
const minimum = (on: Bench, side: 'primary' | 'dr' = 'dr') =>
  Object.values(new CloudAssembly(on.assembly).getStackByName(SERVICES[side]).template.Resources as Record<string, CfnLike>)[0]
    ?.Properties.MinCapacity;
type CfnLike = { readonly Properties: { readonly MinCapacity: number } };

describe('the stacks of the reference', () => {
  it('have services to scale where they autoscale: those of drills run none by themselves', () => {
    const stacks = chooseStacks(config, makeApp().synth(), []);
    expect(stacks.filter(({ hasServices }) => hasServices).map(({ name }) => name)).toEqual(
      expect.arrayContaining(Object.values(SERVICES)),
    );
    expect(stacks.filter(({ hasServices }) => hasServices)).toHaveLength(2);
  }, 90_000);
});

describe('a deployment', () => {
  it('while nothing forbids it makes the templates, deploys all of them, and protects the databases', async () => {
    const on = bench();
    expect(await deployGuarded(on, { ...ALL, cdk: ['--require-approval', 'never'] })).toBe(EXIT.deployed);
    expect(on.told).toEqual([
      ['synth', '--quiet', '--output', on.assembly, '--context', `active:shop=${primary}`],
      ['deploy', '--app', on.assembly, '--all', '--require-approval', 'never'],
    ]);
    expect(on.guarded.slice(2)).toEqual([`shop-data-${primary} in ${primary}`, `shop-data-${dr} in ${dr}`]);
    expect(minimum(on)).toBe(1);
  });

  it('protects the databases that are there before it changes them, and those it made even where it fails half-way', async () => {
    const protections: string[] = [];
    let there = [`shop-data-${primary}`];
    const on = bench(
      { protect: async ({ name }) => there.includes(name) && protections.push(`${name} ${deployed()}`) > 0 },
      { deploy: 1 },
    );
    const deployed = (): string => (on.told.some(([verb]) => verb === 'deploy') ? 'afterwards' : 'before');
    const cdk: Deployer['cdk'] = async (args) => {
      if (args[0] === 'deploy') there = DATA;
      return on.cdk(args);
    };
    expect(await deployGuarded({ ...on, cdk }, ALL)).toBe(EXIT.failed);
    expect(protections).toEqual([`${DATA[0]} before`, `${DATA[0]} afterwards`, `${DATA[1]} afterwards`]);
  });

  it('is refused while a run is open, before anything is made', async () => {
    const on = bench();
    await on.records.journal.begin(aRun({ id: 'DR-42', application: 'another' }));
    expect(await deployGuarded(on, { ...ALL, stacks: ['dr-control-plane'] })).toBe(EXIT.refused);
    expect(on.told).toEqual([]);
    expect(on.said[0]).toMatch(/^DR-42 \(failover of another\) is open/);
    expect(on.said[1]).toBe(
      'Nothing was deployed. To deploy all the same, and have it kept who did and why: npm run deploy -- dr-control-plane --override "<reason>"',
    );
  });

  it('is refused for a run that begins while the templates are made', async () => {
    const on = bench();
    const cdk: Deployer['cdk'] = async (args) => {
      if (args[0] === 'synth') await on.records.journal.begin(aRun({ id: 'DR-43' }));
      return on.cdk(args);
    };
    expect(await deployGuarded({ ...on, cdk }, ALL)).toBe(EXIT.refused);
    expect(on.told.map(([verb]) => verb)).toEqual(['synth']);
  });

  it('of everything is refused while the roles are swapped, and of what has no database is scaled for where the application runs', async () => {
    const on = await promoted();
    expect(await deployGuarded(on, ALL)).toBe(EXIT.refused);
    expect(on.said.join('\n')).toContain(`shop-data-${primary} and shop-data-${dr} would be deployed over a database`);
    expect(on.said.join('\n')).toContain(`shop-dr in ${dr} is nobody's replica any more: it was promoted.`);

    expect(await deployGuarded(on, { ...ALL, stacks: [SERVICES.dr] })).toBe(EXIT.deployed);
    const context = ['--context', `active:shop=${dr}`, '--context', `left:shop=${primary}`];
    expect(on.told.at(-2)).toEqual(['synth', '--quiet', '--output', on.assembly, ...context]);
    expect(on.told.at(-1)).toEqual(['deploy', '--app', on.assembly, '--exclusively', SERVICES.dr]);
    expect(on.said).toContain(`shop is active in ${dr}: its capacities follow.`);
    expect(minimum(on)).toBe(2);
    expect(on.guarded).toEqual([]);
  });

  it('leaves the Region stopped that a failover left, and says so', async () => {
    const on = await promoted();
    await on.world.services.scale(primary, 'frontend', { min: 0, desired: 0 });
    expect(await deployGuarded(on, { ...ALL, stacks: Object.values(SERVICES) })).toBe(EXIT.deployed);
    expect(on.said).toContain(`shop has left ${primary}: its services there stay stopped.`);
    expect(minimum(on, 'primary')).toBe(0);
    expect((await on.world.services.look(primary)).frontend).toMatchObject({ min: 0, desired: 0 });
  });

  it('gives a standby that a recovery left at nothing its least capacity again, and undoes no scaling', async () => {
    const on = bench();
    await on.world.services.scale(dr, 'frontend', { min: 0, desired: 0 });
    await on.world.services.scale(primary, 'frontend', { min: 3, desired: 7 });
    expect(await deployGuarded(on, { ...ALL, stacks: Object.values(SERVICES) })).toBe(EXIT.deployed);
    expect((await on.world.services.look(dr)).frontend).toMatchObject({ min: 1, desired: 1 });
    expect((await on.world.services.look(primary)).frontend).toMatchObject({ min: 3, desired: 7 });
    expect(on.said).toContain(`frontend in ${dr} runs at least 1 again.`);
  });

  it('touches no capacity where it fails or a run has begun meanwhile, and only tells where the services cannot be looked at', async () => {
    const failed = bench({}, { deploy: 4 });
    await failed.world.services.scale(dr, 'frontend', { min: 0, desired: 0 });
    await deployGuarded(failed, ALL);
    expect((await failed.world.services.look(dr)).frontend).toMatchObject({ min: 0 });

    const moved = bench();
    await moved.world.services.scale(dr, 'frontend', { min: 0, desired: 0 });
    const cdk: Deployer['cdk'] = async (args) => {
      if (args[0] === 'deploy') await moved.records.journal.begin(aRun({ id: 'DR-45' }));
      return moved.cdk(args);
    };
    expect(await deployGuarded({ ...moved, cdk }, ALL)).toBe(EXIT.deployed);
    expect((await moved.world.services.look(dr)).frontend).toMatchObject({ min: 0 });

    const silent = bench();
    const services = { ...silent.world.services, look: () => Promise.reject(new Unavailable('ECS does not answer.')) };
    const worldOf = () => ({ ...silent.world, services });
    expect(await deployGuarded({ ...silent, worldOf }, ALL)).toBe(EXIT.deployed);
    expect(silent.said.join()).toContain(`of shop in ${dr} run at their least is not to be told: ECS does not answer.`);
  });

  it('is shown instead where only that is asked, with the capacities of where the application runs, and whatever forbids it', async () => {
    const on = await promoted();
    await on.records.journal.begin(aRun({ id: 'DR-44' }));
    expect(await deployGuarded(on, { ...ALL, diff: true })).toBe(0);
    expect(on.told.map(([verb]) => verb)).toEqual(['synth', 'diff']);
    expect(on.told.at(-1)).toEqual(['diff', '--app', on.assembly]);
    expect(minimum(on)).toBe(2);
    await deployGuarded(on, { ...ALL, stacks: [SERVICES.dr], diff: true });
    expect(on.told.at(-1)).toEqual(['diff', '--app', on.assembly, '--exclusively', SERVICES.dr]);
    expect(on.guarded).toEqual([]);
  });

  it('that is overridden is made, and it is kept who made it, when, of what, why, and against what', async () => {
    const on = await promoted();
    expect(await deployGuarded(on, { ...ALL, stacks: DATA, override: 'The key expires tonight.' })).toBe(EXIT.deployed);
    expect(await on.records.overrides.recent(2)).toEqual([
      {
        at: 1_000,
        by: { id: ROSA, via: 'cli' },
        stacks: DATA,
        reason: 'The key expires tonight.',
        refusals: [expect.stringContaining('it was promoted')],
      },
    ]);
    expect(on.guarded).toHaveLength(4);
  });

  it('that needed no override keeps none', async () => {
    const on = bench();
    expect(await deployGuarded(on, { ...ALL, override: 'To be sure.' })).toBe(EXIT.deployed);
    expect(await on.records.overrides.recent(1)).toEqual([]);
    expect(on.said).toContain('Nothing forbids this deployment: no override was needed, and none is kept.');
  });

  it('is refused while the records do not answer, and where that is overridden the line to keep is told', async () => {
    const silent = memoryRecords();
    const journal = {
      ...silent.journal,
      open: () => Promise.reject(new Unavailable('The table of runs does not answer: timeout.')),
    };
    const on = bench({ records: { ...silent, journal } });
    expect(await deployGuarded(on, ALL)).toBe(EXIT.refused);
    expect(on.said[0]).toMatch(/^The records cannot be read, so a run may be open: The table of runs does not answer/);
    expect(await deployGuarded(on, { ...ALL, override: 'us-east-2 is down.' })).toBe(EXIT.deployed);
    expect(on.said.find((line) => line.startsWith('The records cannot be written'))).toContain(`"id":"${ROSA}"`);
  });

  it('is allowed the first time, when there is no table of records, and says so', async () => {
    const records = memoryRecords();
    const missing = Object.assign(new Error('Cannot do operations on a non-existent table'), {
      name: 'ResourceNotFoundException',
    });
    const on = bench({ records: { ...records, journal: { ...records.journal, open: () => Promise.reject(missing) } } });
    expect(await deployGuarded(on, ALL)).toBe(EXIT.deployed);
    expect(on.said[0]).toMatch(/this is the first deployment\.$/);
  });

  it('with credentials of another account is refused before anything is looked at', async () => {
    const on = bench({ caller: async () => ({ account: '999999999999', arn: ROSA }) });
    await expect(deployGuarded(on, ALL)).rejects.toThrow(
      'These credentials are of account 999999999999, and dr.yml names 123456789012',
    );
    expect(on.told).toEqual([]);
  });

  it('of a stack that is not there says which there are', async () => {
    await expect(deployGuarded(bench(), { ...ALL, stacks: ['dr-control-plain'] })).rejects.toThrow(
      /There is no stack "dr-control-plain"\. There are: dr-control-plane, .+ Did you mean dr-control-plane\?/,
    );
  });

  it('that fails ends as CDK ended, and where nothing could be made protects nothing', async () => {
    const [unmade, failed] = [bench({}, { synth: 7 }), bench({}, { deploy: 4 })];
    expect(await deployGuarded(unmade, ALL)).toBe(7);
    expect(unmade.told).toHaveLength(1);
    expect(await deployGuarded(failed, ALL)).toBe(4);
    expect(unmade.guarded).toEqual([]);
  });
});
