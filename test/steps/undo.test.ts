import { beforeEach, describe, expect, it } from 'vitest';
import { askRow } from '../../orchestrator/lambdas/runner.ts';
import { amir, dr, primary } from '../scenarios/rehearsal.ts';
import { callsOf, makeSetting, type Setting } from './setting.ts';

let setting: Setting;
beforeEach(async () => {
  setting = await makeSetting();
  await setting.freeze();
});

const ask = (row: string, undo = false) => askRow(setting.stage, { run: setting.run.id, row, undo });
const holder = () => ({ application: 'shop', run: setting.run.id, epoch: setting.run.epoch });
const claim = () => setting.records.claims.look('shop');

describe('taking a row back', () => {
  it('bars the point of no return first, so that nothing is promoted behind an open fence', async () => {
    await ask('fence');
    expect((await ask('fence', true)).status).toBe('done');
    expect((await claim()).stop).toMatchObject({ kind: 'abort', by: 'platform' });
    expect((await ask('promote')).status).toBe('cancelled');
    expect(callsOf(setting, 'database', 'promote')).toBe(0);
    expect(setting.world.write(primary)).not.toBeNull();
  });

  it.each(['abort', 'roll-back'] as const)('follows an %s by a person', async (kind) => {
    await ask('fence');
    const stop = { kind, by: amir.id, at: 1 };
    await setting.records.claims.stop(holder(), stop);
    expect((await ask('fence', true)).status).toBe('done');
    expect((await claim()).stop).toEqual(stop);
  });

  it('does not follow a stop: people wanted everything to stay as it is', async () => {
    await ask('fence');
    await setting.records.claims.stop(holder(), { kind: 'stop', by: amir.id, at: 1 });
    expect((await ask('fence', true)).status).toBe('cancelled');
    expect(setting.world.write(primary)).toBeNull();
  });

  it('silences a delivery of the row that is still under way', async () => {
    const forwards = ask('scale');
    const begun = async (): Promise<boolean> => (await setting.kinds()).includes('started');
    while (!(await begun())) await new Promise((resolve) => setImmediate(resolve));
    expect((await ask('scale', true)).status).toBe('done');
    expect((await forwards).status).toBe('cancelled');
    const view = await setting.stage.records.journal.read(setting.run.id);
    expect(view.filter((entry) => 'row' in entry && entry.row === 'scale').at(-1)).toMatchObject({ kind: 'done', undo: true });
  });

  it('is tried for a minute where the source is silent, and then people hear what that means', async () => {
    await ask('fence');
    setting.world.cutOff(primary);
    const before = setting.world.clock.now();
    while ((await ask('fence', true)).status === 'working');
    expect(setting.world.clock.now() - before).toBeGreaterThan(60_000);
    expect(await ask('fence', true)).toMatchObject({
      status: 'failed',
      why: expect.stringMatching(/writers may still be locked out.*within 1 min/),
    });
  });

  it('that never began does nothing', async () => {
    expect((await ask('fence', true)).status).toBe('cancelled');
    expect(callsOf(setting, 'agent', 'open')).toBe(0);
    expect(await setting.kinds()).toEqual(['requested', 'planned']);
  });

  it.each([
    ['', async () => {}],
    [
      ', although people stopped the run there',
      () => setting.records.claims.stop(holder(), { kind: 'stop', by: amir.id, at: 1 }),
    ],
  ])('does nothing past the point of no return%s', async (_, story) => {
    await ask('fence');
    await setting.records.claims.passPointOfNoReturn(holder(), dr, 1);
    await story();
    expect((await ask('fence', true)).status).toBe('cancelled');
    expect(callsOf(setting, 'agent', 'open')).toBe(0);
    expect(setting.world.write(primary)).toBeNull();
  });

  it('does nothing in a run that lost its claim', async () => {
    await ask('fence');
    await setting.records.claims.release(holder());
    await setting.records.claims.take('shop', 2);
    expect((await ask('fence', true)).status).toBe('cancelled');
    expect((await claim()).stop).toBeNull();
    expect(callsOf(setting, 'agent', 'open')).toBe(0);
  });
});
