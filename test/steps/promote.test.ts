import { describe, expect, it } from 'vitest';
import type { InstanceStatus, World } from '../../orchestrator/ports/world.ts';
import { promote } from '../../orchestrator/steps/promote.ts';
import { dr, primary } from '../scenarios/rehearsal.ts';
import { callsOf, makeSetting, type Setting } from './setting.ts';

const reporting = (world: World, status: InstanceStatus): World => ({
  ...world,
  database: { ...world.database, status: async () => status },
});
const claimOf = (setting: Setting) => setting.records.claims.look('shop');
const passed = async (setting: Setting) => [
  (await claimOf(setting)).pointOfNoReturnAt !== null,
  (await setting.kinds()).includes('point-of-no-return'),
];

describe('promoting', () => {
  it('writes the point of no return into claim and journal before the database is asked', async () => {
    const seen: (readonly boolean[])[] = [];
    const setting: Setting = await makeSetting({
      before: async () => {
        if (setting.world.calls.at(-1)?.method === 'promote') seen.push(await passed(setting));
      },
    });
    expect((await promote.ask(await setting.scene())).status).toBe('working');
    expect(seen).toEqual([[true, true]]);
  });

  it('is done when the target is out of recovery, with one point of no return however often it was asked', async () => {
    const setting = await makeSetting();
    await promote.ask(await setting.scene());
    expect((await promote.ask(await setting.scene())).status).toBe('working');
    await setting.world.clock.advance(setting.world.regions.timing.promotion);
    expect(await promote.ask(await setting.scene())).toMatchObject({ status: 'done' });
    expect((await setting.kinds()).filter((kind) => kind === 'point-of-no-return')).toHaveLength(1);
    expect((await claimOf(setting)).writer).toEqual({ region: dr, epoch: setting.run.epoch, run: setting.run.id });
  });

  it('passes that point once, however often it is asked: users wait for every write', async () => {
    const passes: number[] = [];
    const setting = await makeSetting({
      records: ({ claims, ...rest }) => ({
        ...rest,
        claims: {
          ...claims,
          passPointOfNoReturn: (claim, to, at) => {
            passes.push(at);
            return claims.passPointOfNoReturn(claim, to, at);
          },
        },
      }),
    });
    for (const _ of [1, 2, 3]) await promote.ask(await setting.scene());
    expect(passes).toHaveLength(1);
  });

  it.each(['backing-up', 'modifying'] as const)('waits while the target is %s, on this side of that point', async (state) => {
    const setting = await makeSetting();
    const world = reporting(setting.world, { state, replicaOf: primary });
    expect((await promote.ask(await setting.scene({ world }))).status).toBe('working');
    expect(await passed(setting)).toEqual([false, false]);
    expect(callsOf(setting, 'database', 'promote')).toBe(0);
  });

  it('does not ask twice while the target is being promoted', async () => {
    const setting = await makeSetting();
    await promote.ask(await setting.scene());
    await promote.ask(await setting.scene());
    expect(callsOf(setting, 'database', 'promote')).toBe(1);
  });

  it('fails where the target is stopped, on this side of that point', async () => {
    const setting = await makeSetting();
    const world = reporting(setting.world, { state: 'stopped', replicaOf: primary });
    expect(await promote.ask(await setting.scene({ world }))).toMatchObject({ status: 'failed', error: 'Refused' });
    expect(await passed(setting)).toEqual([false, false]);
  });

  it('passes that point where somebody has promoted the target by hand', async () => {
    const setting = await makeSetting();
    await setting.world.database.promote(dr);
    await setting.world.clock.advance(setting.world.regions.timing.promotion);
    expect((await promote.ask(await setting.scene())).status).toBe('done');
    expect(await passed(setting)).toEqual([true, true]);
    expect(callsOf(setting, 'database', 'promote')).toBe(1);
  });

  it('does not believe a provider that calls it done while the server is in recovery', async () => {
    const setting = await makeSetting();
    const world = reporting(setting.world, { state: 'available', replicaOf: null });
    expect((await promote.ask(await setting.scene({ world }))).status).toBe('working');
  });

  it.each(['abort', 'stop'] as const)('is cancelled by an %s that came first, and the database is not asked', async (kind) => {
    const setting = await makeSetting();
    const { run, records } = setting;
    await records.claims.stop({ application: 'shop', run: run.id, epoch: run.epoch }, { kind, by: 'U0REQUESTER', at: 1 });
    expect((await promote.ask(await setting.scene())).status).toBe('cancelled');
    expect(await passed(setting)).toEqual([false, false]);
    expect(callsOf(setting, 'database', 'promote')).toBe(0);
  });

  it('is cancelled in a run that lost its claim to another', async () => {
    const setting = await makeSetting();
    const { run, records } = setting;
    await records.claims.release({ application: 'shop', run: run.id, epoch: run.epoch });
    await records.claims.take('shop', 2);
    expect((await promote.ask(await setting.scene())).status).toBe('cancelled');
    expect(await passed(setting)).toEqual([false, false]);
    expect(callsOf(setting, 'database', 'promote')).toBe(0);
  });
});
