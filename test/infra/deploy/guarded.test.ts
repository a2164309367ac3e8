import { describe, expect, it } from 'vitest';
import { type Deployer, deployGuarded, EXIT } from '../../../infra/deploy/guarded.ts';
import { aRun } from '../../contracts/samples.ts';
import { ALL, bench, DATA, dr, minimum, primary, promoted, ROSA, SERVICES } from './bench.ts';

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
