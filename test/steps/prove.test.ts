import { beforeEach, describe, expect, it } from 'vitest';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import type { Observation } from '../../orchestrator/ports/world.ts';
import { fence } from '../../orchestrator/steps/fence.ts';
import { prove } from '../../orchestrator/steps/prove.ts';
import { CLOSE_BYTES, ready } from '../../orchestrator/steps/ready.ts';
import { dr, primary } from '../scenarios/rehearsal.ts';
import { ended, makeSetting, type Setting, seeing } from './setting.ts';

let setting: Setting;
beforeEach(async () => {
  setting = await makeSetting();
  await setting.freeze();
});

describe('a proof that nothing is lost', () => {
  beforeEach(async () => {
    await fence.ask(await setting.scene());
    await setting.say(ended('fence', { outcome: 'fenced' }));
  });
  const arrived = (): Partial<Observation> => ({
    marker: { run: setting.run.id, epoch: setting.run.epoch },
    replayedLsn: 'FF/0',
  });
  const asked = async (where: string, seen: Partial<Observation>) =>
    prove.ask(await setting.scene({ world: seeing(seeing(setting.world, dr, arrived()), where, seen) }));

  it('is waited for until the marker has come through the log, and says position and marker', async () => {
    expect((await prove.ask(await setting.scene())).status).toBe('working');
    await setting.world.clock.advance(setting.world.regions.timing.replication);
    expect(await prove.ask(await setting.scene())).toMatchObject({
      status: 'done',
      evidence: { zeroLoss: true, marker: { run: setting.run.id }, mark: expect.any(String), replayedLsn: expect.any(String) },
    });
  });

  it.each([
    ['the marker without its position', { replayedLsn: '0/0' }],
    ['the position without the marker', { marker: null }],
    ['the marker of another run', { marker: { run: 'DR-0', epoch: 1 } }],
    ['the marker of another epoch', { marker: { run: 'DR-1', epoch: 0 } }],
  ] satisfies [string, Partial<Observation>][])('is not %s, however long it is waited for', async (_, seen) => {
    const world = seeing(setting.world, dr, { ...arrived(), ...seen });
    const scene = await setting.scene({ world, elapsedMs: 3_600_000 });
    expect((await prove.ask(scene)).status).toBe('working');
  });

  it.each([
    ['a writer may log in again', { writersMayLogin: true }],
    ['a writer still has a session', { writerSessions: 1 }],
    ['a prepared transaction is left', { preparedTransactions: 1 }],
  ])('does not count when %s in the source', async (_, seen) => {
    expect(await asked(primary, seen)).toMatchObject({ status: 'failed', error: 'Refused' });
  });

  it('is refused where somebody promoted the target meanwhile', async () => {
    expect(await asked(dr, { ...arrived(), inRecovery: false })).toMatchObject({ status: 'failed', error: 'Refused' });
  });

  it('is not given up by itself while the source does not answer', async () => {
    setting.world.fail('agent', 'mark', 'always', new Unavailable('us-east-1 does not answer.'));
    await expect(prove.ask(await setting.scene())).rejects.toThrow(Unavailable);
  });
});

it('nothing is proved where nothing is fenced', async () => {
  expect(await prove.ask(await setting.scene())).toMatchObject({ status: 'failed', error: 'Refused' });
});

it('nothing is proved where the fence does not say that it holds, whatever the source looks like', async () => {
  await fence.ask(await setting.scene());
  await setting.say(ended('fence', { outcome: 'unreachable' }));
  expect(await prove.ask(await setting.scene())).toMatchObject({
    status: 'failed',
    why: expect.stringContaining(`${primary} is not fenced, so nothing is proved`),
  });
});

describe('a target is ready', () => {
  it('when it is available and close behind', async () => {
    expect((await ready.ask(await setting.scene())).status).toBe('done');
  });

  it('not while it is backed up', async () => {
    setting.world.backUp(dr, 60_000);
    expect(await ready.ask(await setting.scene())).toMatchObject({
      status: 'working',
      why: expect.stringContaining('backing-up'),
    });
  });

  it('not while it is far behind', async () => {
    const { flushLsn } = await setting.world.agent.observe(primary);
    const [high = '', low = ''] = (flushLsn ?? '').split('/');
    const behind = `${high}/${(Number.parseInt(low, 16) - CLOSE_BYTES - 1).toString(16).toUpperCase()}`;
    const lastCommitAt = setting.world.clock.now() - 90_000;
    const world = seeing(setting.world, dr, { replayedLsn: behind, lastCommitAt });
    expect(await ready.ask(await setting.scene({ world }))).toMatchObject({
      status: 'working',
      why: expect.stringMatching(
        / bytes behind\. A move that does not wait would lose the writes of the last 1 min 30 s, at most\./,
      ),
    });
  });

  it('never, when it follows nobody', async () => {
    const world = seeing(setting.world, dr, { inRecovery: false });
    expect(await ready.ask(await setting.scene({ world }))).toMatchObject({ status: 'failed', error: 'Refused' });
  });
});
