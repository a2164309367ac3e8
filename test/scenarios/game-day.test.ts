import { describe, expect, it } from 'vitest';
import { Refused } from '../../orchestrator/domain/errors.ts';
import { approve, dr, isClosed, primary, rehearse, requested, rosa } from './rehearsal.ts';

const asked = { application: 'shop', reason: 'the yearly game day', gameDay: true, by: rosa } as const;

describe('a game day', () => {
  it('is a switchover with production itself, and is kept as a test', async () => {
    const rehearsal = rehearse();
    const { recovery, records, until, world } = rehearsal;
    const { id } = await recovery.begin({ ...asked, plan: 'switchover' });
    await approve(rehearsal, await until(id, 'asking', ({ phase }) => phase === 'waiting-for-approval'));
    const view = await until(id, 'closed', isClosed);
    expect(view.closed?.result).toBe('succeeded');
    expect(world.regions.writable()).toEqual([dr]);
    const [test] = await records.tests.recent('shop', 1);
    const estimatedRtoMs = view.closed?.summary?.rto.machineMs;
    expect(test).toMatchObject({
      kind: 'game-day',
      plan: 'switchover',
      passed: true,
      estimatedRtoMs,
      move: { from: primary, to: dr },
    });
  });

  it('that could not be proved gives users their writer back, and has failed as a test', async () => {
    const rehearsal = rehearse();
    rehearsal.world.fail('agent', 'mark', 'always', new Refused('The marker table is missing.'));
    const { id } = await rehearsal.recovery.begin({ ...asked, plan: 'switchover' });
    await approve(rehearsal, await rehearsal.until(id, 'asking', ({ phase }) => phase === 'waiting-for-approval'));
    await rehearsal.until(id, 'closed', isClosed);
    expect(rehearsal.world.regions.writable()).toEqual([primary]);
    const [test] = await rehearsal.records.tests.recent('shop', 1);
    expect(test).toMatchObject({ kind: 'game-day', passed: false, blockers: ['The marker table is missing.'] });
  });

  it('moves nothing in a way that could lose something', async () => {
    const { recovery } = rehearse();
    await expect(recovery.begin({ ...asked, plan: 'failover' })).rejects.toThrow('ask for a switchover');
  });

  it('is not what every switchover is', async () => {
    const rehearsal = rehearse();
    const view = await requested(rehearsal, '', 'switchover');
    await approve(rehearsal, view);
    await rehearsal.until(view.run.id, 'closed', isClosed);
    expect(await rehearsal.records.tests.recent('shop', 1)).toEqual([]);
  });
});
