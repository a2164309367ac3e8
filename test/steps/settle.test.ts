import { beforeEach, describe, expect, it } from 'vitest';
import { Refused } from '../../orchestrator/domain/errors.ts';
import type { Observation } from '../../orchestrator/ports/world.ts';
import { fence } from '../../orchestrator/steps/fence.ts';
import { settle } from '../../orchestrator/steps/settle.ts';
import { dr, primary } from '../scenarios/rehearsal.ts';
import { begun, callsOf, ended, makeSetting, type Setting, seeing } from './setting.ts';

const LONG_ENOUGH = 5_000;
const BEHIND = '0/0';
const AHEAD = 'FF/0';

let setting: Setting;
beforeEach(async () => {
  setting = await makeSetting();
  await setting.freeze();
});

const looked = () => setting.say(begun('settle'), { kind: 'working', row: 'settle', undo: false, why: 'It is behind.' });

/** Asks once, where the target is seen to be as told. */
async function asked(target: Partial<Observation>, elapsedMs = 0) {
  const world = seeing(setting.world, dr, target);
  return settle.ask(await setting.scene({ world, elapsedMs }));
}

describe('behind a fenced source', () => {
  const arrived = (): Partial<Observation> => ({ marker: { run: setting.run.id, epoch: setting.run.epoch }, replayedLsn: AHEAD });
  beforeEach(() => setting.say(ended('fence', { outcome: 'fenced' })));

  it('the target has every write once the marker has come through the log', async () => {
    const last = setting.world.write(primary);
    await fence.ask(await setting.scene());
    expect(await settle.ask(await setting.scene())).toMatchObject({ status: 'working' });
    await setting.world.clock.advance(setting.world.regions.timing.replication);
    expect(await settle.ask(await setting.scene())).toMatchObject({ status: 'done', evidence: { zeroLoss: true } });
    expect(setting.world.rows(dr)).toContain(last);
  });

  it('the marker visible and its position replayed prove zero loss', async () => {
    expect(await asked(arrived())).toMatchObject({ status: 'done', evidence: { zeroLoss: true, replayedLsn: AHEAD } });
  });

  const unproved: readonly [what: string, target: () => Partial<Observation>][] = [
    ['a marker without its position', () => ({ ...arrived(), replayedLsn: BEHIND })],
    ['a marker at an unknown position', () => ({ ...arrived(), replayedLsn: null })],
    ['a position without the marker', () => ({ ...arrived(), marker: null })],
    ['the marker of another run', () => ({ ...arrived(), marker: { run: 'DR-0', epoch: setting.run.epoch } })],
    ['the marker of an older epoch', () => ({ ...arrived(), marker: { run: setting.run.id, epoch: 0 } })],
  ];
  it.each(unproved)('%s proves nothing', async (_, target) => {
    expect((await asked(target())).status).toBe('working');
  });

  it.each(unproved)('%s is settled for, without proof, after a look and long enough', async (_, target) => {
    await looked();
    expect((await asked(target(), LONG_ENOUGH - 1)).status).toBe('working');
    expect(await asked(target(), LONG_ENOUGH)).toMatchObject({ status: 'done', evidence: { zeroLoss: false } });
  });

  it('time in which nobody looked is no time that the target had', async () => {
    await setting.say(begun('settle'));
    expect((await asked({ ...arrived(), marker: null }, 10 * LONG_ENOUGH)).status).toBe('working');
  });

  it('a source that falls silent leaves what was received, and no proof', async () => {
    setting.world.kill(primary);
    expect(await asked({})).toMatchObject({ status: 'done', evidence: { zeroLoss: false } });
  });

  it('a source that refuses the marker is an error', async () => {
    setting.world.fail('agent', 'mark', 'always', new Refused('The marker table is missing.'));
    await expect(asked(arrived())).rejects.toThrow('marker table');
  });
});

describe('behind a source that is not fenced', () => {
  beforeEach(() => setting.say(ended('fence', { outcome: 'unreachable' })));

  it.each([
    ['all it received is replayed', { receivedLsn: '0/2000', replayedLsn: '0/2000' }],
    ['it replayed from its files beyond what it received', { receivedLsn: '0/2000', replayedLsn: '0/3000' }],
    ['it received nothing since it started', { receivedLsn: null, replayedLsn: '0/2000' }],
  ])('the target is settled, without proof, when %s', async (_, target) => {
    expect(await asked(target)).toMatchObject({ status: 'done', evidence: { zeroLoss: false } });
    expect(callsOf(setting, 'agent', 'mark')).toBe(0);
  });

  it.each([
    ['what it received is not replayed', { receivedLsn: '0/3000', replayedLsn: '0/2000' }],
    ['it has replayed nothing', { receivedLsn: '0/3000', replayedLsn: null }],
  ])('the target is waited for, so long and no longer, while %s', async (_, target) => {
    expect((await asked(target, LONG_ENOUGH)).status).toBe('working');
    await looked();
    expect((await asked(target, LONG_ENOUGH - 1)).status).toBe('working');
    expect(await asked(target, LONG_ENOUGH)).toMatchObject({ status: 'done', evidence: { zeroLoss: false } });
  });
});

it('a target that is promoted already has nothing left to replay, and proves nothing', async () => {
  await setting.say(ended('fence', { outcome: 'fenced' }));
  const marker = { run: setting.run.id, epoch: setting.run.epoch };
  expect(await asked({ inRecovery: false, marker, replayedLsn: AHEAD, lastCommitAt: 7 })).toMatchObject({
    status: 'done',
    evidence: { zeroLoss: false, lastCommitAt: 7 },
  });
});
