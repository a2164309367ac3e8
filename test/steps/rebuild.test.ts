import { beforeEach, describe, expect, it } from 'vitest';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import { follow } from '../../orchestrator/steps/follow.ts';
import { keep } from '../../orchestrator/steps/keep.ts';
import { rebuild } from '../../orchestrator/steps/rebuild.ts';
import { restoreProperties } from '../../orchestrator/steps/restore-properties.ts';
import { setAside } from '../../orchestrator/steps/set-aside.ts';
import { standbyServices } from '../../orchestrator/steps/standby-services.ts';
import type { Scene } from '../../orchestrator/steps/step.ts';
import { verifyStorage } from '../../orchestrator/steps/verify-storage.ts';
import { dr, primary, shop } from '../scenarios/rehearsal.ts';
import { callsOf, makeSetting, type Setting, seeing } from './setting.ts';

let setting: Setting;
let scene: Scene;
/** The primary Region was left behind: its database is fenced, and the DR Region's is the writer. */
beforeEach(async () => {
  setting = await makeSetting();
  const { world, run } = setting;
  await world.agent.fence(primary);
  await world.clock.advance(world.regions.timing.replication);
  await world.database.promote(dr);
  await world.clock.advance(world.regions.timing.promotion);
  await world.agent.open(dr);
  scene = await setting.scene({ run: { ...run, plan: 'reprotect', from: dr, to: primary } });
});

describe('keeping what was left behind', () => {
  it('asks for one snapshot and is done when that is there', async () => {
    const { world } = setting;
    expect((await keep.ask(scene)).status).toBe('working');
    expect((await keep.ask(scene)).status).toBe('working');
    await world.clock.advance(world.regions.timing.copying);
    expect(await keep.ask(scene)).toMatchObject({ status: 'done', says: expect.stringContaining('at $0.25 a day') });
    expect(callsOf(setting, 'rebuild', 'snapshot')).toBe(1);
  });

  it.each([
    ['the writers of the old one may log in', primary, { writersMayLogin: true }, 'has to be fenced first'],
    ['the active one is a replica', dr, { inRecovery: true }, 'is not the writer'],
    ['nobody may log in to the active one', dr, { writersMayLogin: false }, 'is not the writer'],
  ])('is refused where %s', async (_, where, changes, why) => {
    const world = seeing(setting.world, where, changes);
    expect(await keep.ask({ ...scene, world })).toMatchObject({ status: 'failed', why: expect.stringContaining(why) });
    expect(callsOf(setting, 'rebuild', 'snapshot')).toBe(0);
  });

  it('asks people about a snapshot that failed, and asks for no second one', async () => {
    const { world } = setting;
    await keep.ask(scene);
    const kept = async (region: string) => (await world.rebuild.kept(region)).map((one) => ({ ...one, isBroken: true as const }));
    const broken = { ...world, rebuild: { ...world.rebuild, kept } };
    expect(await keep.ask({ ...scene, world: broken })).toMatchObject({
      status: 'failed',
      why: expect.stringContaining('has failed'),
    });
    expect(callsOf(setting, 'rebuild', 'snapshot')).toBe(1);
  });

  it('is waited for where nobody can see whether it is fenced', async () => {
    const observe = async (region: string) => {
      if (region === primary) throw new Unavailable(`${primary} does not answer.`);
      return setting.world.agent.observe(region);
    };
    const world = { ...setting.world, agent: { ...setting.world.agent, observe } };
    await expect(keep.ask({ ...scene, world })).rejects.toThrow(Unavailable);
  });
});

describe('setting the old database aside', () => {
  it('is refused without a snapshot that is there', async () => {
    expect(await setAside.ask(scene)).toMatchObject({ status: 'failed', why: expect.stringContaining('no snapshot') });
    await keep.ask(scene);
    expect(await setAside.ask(scene)).toMatchObject({ status: 'failed' });
    expect(callsOf(setting, 'rebuild', 'setAside')).toBe(0);
  });
});

describe('a Region that somebody made the writer meanwhile', () => {
  it.each([
    ['restore-properties', restoreProperties],
    ['standby-services', standbyServices],
  ])('is left as it is by %s', async (_, step) => {
    expect(await step.ask(scene)).toMatchObject({ status: 'failed', why: expect.stringContaining('no replica any more') });
    expect([callsOf(setting, 'rebuild', 'restore'), callsOf(setting, 'services', 'scale')]).toEqual([0, 0]);
  });
});

describe('the replica', () => {
  it('that replicates from elsewhere was made by somebody else', async () => {
    const look = async () => ({ database: { state: 'available', replicaOf: 'eu-west-1' } as const, perDay: null });
    const world = { ...setting.world, rebuild: { ...setting.world.rebuild, look } };
    expect(await rebuild.ask({ ...scene, world })).toMatchObject({
      status: 'failed',
      why: expect.stringContaining('somebody else'),
    });
  });

  it.each([
    ['receives nothing', { inRecovery: true, receivedLsn: null }, 'working'],
    ['is far behind', { inRecovery: true, receivedLsn: '0/1', replayedLsn: '0/1' }, 'working'],
    [
      'does not have the roles as they are',
      { inRecovery: true, receivedLsn: 'FF/0', replayedLsn: 'FF/0', writersMayLogin: false },
      'working',
    ],
    ['was promoted', { inRecovery: false }, 'failed'],
  ])('does not follow when it %s', async (_, changes, status) => {
    const world = seeing(setting.world, primary, changes);
    expect((await follow.ask({ ...scene, world })).status).toBe(status);
  });
});

describe('a standby', () => {
  it('has the services that dr.yml wants of one, whatever ran there before', async () => {
    const { world } = setting;
    const following = { ...scene, world: seeing(world, primary, { inRecovery: true }) };
    expect((await standbyServices.ask(following)).status).toBe('working');
    await world.clock.advance(world.regions.timing.healthyTask);
    expect((await standbyServices.ask(following)).status).toBe('done');
    const now = await world.services.look(primary);
    for (const [service, { dr: standby }] of Object.entries(shop.services)) {
      expect(now[service]).toMatchObject({ min: standby.min, desired: standby.min });
    }
  });

  it.each([
    ['towards it', primary, 101, 'working'],
    ['back', dr, 101, 'working'],
    ['towards it', primary, 100, 'done'],
  ])('has a bucket that keeps up: %s %s, %i objects', async (_, to, count, status) => {
    const backlog = async (_from: string, towards: string) => (towards === to ? count : 0);
    const world = { ...setting.world, storage: { backlog } };
    expect((await verifyStorage.ask({ ...scene, world })).status).toBe(status);
  });
});
