import { describe, expect, it } from 'vitest';
import { type Deployer, deployGuarded, EXIT } from '../../../infra/deploy/guarded.ts';
import { Unavailable } from '../../../orchestrator/domain/errors.ts';
import { aRun } from '../../contracts/samples.ts';
import { ALL, bench, dr, minimum, primary, promoted, SERVICES } from './bench.ts';

describe('a deployment', () => {
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

  it('starts nothing in a Region of which nobody tells whether it stands by, also where that is overridden', async () => {
    const on = bench();
    await on.world.services.scale(dr, 'frontend', { min: 0, desired: 0 });
    const silentIn =
      <T>(answer: (region: string) => Promise<T>) =>
      async (region: string): Promise<T> => {
        if (region === dr) throw new Unavailable(`${dr} does not answer.`);
        return answer(region);
      };
    const worldOf = () => ({
      ...on.world,
      database: { ...on.world.database, status: silentIn(on.world.database.status) },
      agent: { ...on.world.agent, observe: silentIn(on.world.agent.observe) },
    });
    const asked = { ...ALL, stacks: [SERVICES.dr], override: 'The image has to change.' };
    expect(await deployGuarded({ ...on, worldOf }, asked)).toBe(EXIT.deployed);
    expect((await on.world.services.look(dr)).frontend).toMatchObject({ min: 0, desired: 0 });
  });
});
