import { describe, expect, it } from 'vitest';
import { Refused } from '../../orchestrator/domain/errors.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { sweep } from '../../orchestrator/lambdas/sweep.ts';
import {
  amir,
  approve,
  dr,
  gus,
  isClosed,
  moved,
  nina,
  primary,
  type Rehearsal,
  rehearse,
  requested,
  rosa,
} from './rehearsal.ts';
import { asksAgain } from './way-home.ts';
import { withinRole } from './within-role.ts';

const asked = { application: 'shop', reason: 'the yearly game day', gameDay: true, by: rosa } as const;
const isAsking = ({ phase }: RunView) => phase === 'waiting-for-approval';

/** The way out, approved, to its end. */
async function wayOut(rehearsal: Rehearsal): Promise<RunView> {
  const { id } = await rehearsal.recovery.begin({ ...asked, plan: 'switchover' });
  await approve(rehearsal, await rehearsal.until(id, 'asking', isAsking));
  return rehearsal.until(id, 'closed', isClosed);
}

/** A minute of the sweeper, which writes no record that its role on AWS does not let it write. */
const aMinute = ({ stage }: Rehearsal) => sweep({ ...stage, records: withinRole('sweeper', stage.records) });
const newest = async ({ records }: Rehearsal) => (await records.journal.recent('shop', 9)).map(({ id, plan }) => `${id} ${plan}`);

describe('a game day', () => {
  it('is a switchover with production itself and the way home, and both are kept as tests', async () => {
    const rehearsal = rehearse();
    const { recovery, records, until, world } = rehearsal;
    const out = await wayOut(rehearsal);
    expect(out.closed).toMatchObject({
      result: 'succeeded',
      says: expect.stringContaining('The way home to us-east-1 is asked'),
    });
    expect(world.regions.writable()).toEqual([dr]);
    const [test] = await records.tests.recent('shop', 1);
    const estimatedRtoMs = out.closed?.summary?.rto.machineMs;
    const there = { kind: 'game-day', plan: 'switchover', passed: true, move: { from: primary, to: dr } };
    expect(test).toMatchObject({ ...there, estimatedRtoMs });
    await aMinute(rehearsal);
    const view = await until('DR-2', 'asking', isAsking);
    expect(view).toMatchObject({ isGameDay: true, run: { plan: 'failback', requestedBy: rosa, to: primary } });
    await expect(approve(rehearsal, view, rosa)).rejects.toThrow('You requested DR-2');
    await approve(rehearsal, view);
    await approve(rehearsal, await until('DR-2', 'asking again', asksAgain), nina);
    const home = await until('DR-2', 'closed', isClosed);
    expect(home.closed).toMatchObject({ result: 'succeeded', says: expect.not.stringContaining('way home') });
    expect(world.regions.writable()).toEqual([primary]);
    const back = { kind: 'game-day', plan: 'failback', passed: true, move: { from: dr, to: primary } };
    expect(await records.tests.recent('shop', 9)).toMatchObject([back, there]);
    await aMinute(rehearsal);
    expect(await newest(rehearsal)).toEqual(['DR-2 failback', 'DR-1 switchover']);
    expect(await recovery.running()).toEqual([]);
  });

  it('asks for its way home once, also where that is denied, and by two sweepers at the same time', async () => {
    const rehearsal = rehearse();
    const { recovery, until } = rehearsal;
    await wayOut(rehearsal);
    await Promise.all([aMinute(rehearsal), aMinute(rehearsal)]);
    const { planned } = await until('DR-2', 'asking', isAsking);
    await aMinute(rehearsal);
    await recovery.vote({ run: 'DR-2', hash: planned?.hash ?? '', verdict: 'deny', by: amir });
    await until('DR-2', 'closed', isClosed);
    await aMinute(rehearsal);
    expect(await newest(rehearsal)).toEqual(['DR-2 failback', 'DR-1 switchover']);
  });

  it('asks for its way home once a lock is lifted', async () => {
    const rehearsal = rehearse();
    await wayOut(rehearsal);
    await rehearsal.recovery.lock({ application: 'shop', reason: 'a migration', by: rosa });
    await aMinute(rehearsal);
    expect(await newest(rehearsal)).toEqual(['DR-1 switchover']);
    await rehearsal.recovery.unlock({ application: 'shop', by: rosa });
    await aMinute(rehearsal);
    expect(await newest(rehearsal)).toEqual(['DR-2 failback', 'DR-1 switchover']);
  });

  it('that could not be proved gives users their writer back, has failed as a test, and has no way home to ask for', async () => {
    const rehearsal = rehearse();
    rehearsal.world.fail('agent', 'mark', 'always', new Refused('The marker table is missing.'));
    await wayOut(rehearsal);
    expect(rehearsal.world.regions.writable()).toEqual([primary]);
    const [test] = await rehearsal.records.tests.recent('shop', 1);
    expect(test).toMatchObject({ kind: 'game-day', passed: false, blockers: ['The marker table is missing.'] });
    await aMinute(rehearsal);
    expect(await newest(rehearsal)).toEqual(['DR-1 switchover']);
  });

  it('that people switched to unplanned has failed as a test, and comes home all the same', async () => {
    const rehearsal = rehearse();
    const { recovery, records, until, world } = rehearsal;
    const { id } = await recovery.begin({ ...asked, plan: 'switchover' });
    await approve(rehearsal, await until(id, 'asking', isAsking));
    await until(id, 'scaling', ({ rows }) => rows.some((row) => row.id === 'scale' && row.state !== 'waiting'));
    world.fail('database', 'status', 'once', new Refused('Access is denied.'));
    const { questions } = await until(id, 'asking about ready', ({ phase }) => phase === 'waiting-for-decision');
    const choice = { run: id, question: questions.at(-1)?.id ?? '', choice: 'skip', reason: 'It cannot wait.' } as const;
    await recovery.decide({ ...choice, by: rosa });
    await recovery.decide({ ...choice, by: amir });
    expect((await until(id, 'closed', isClosed)).closed?.result).toBe('succeeded');
    const [test] = await records.tests.recent('shop', 1);
    const blockers = ['us-west-2 did not become ready, and DR-1 went on as an unplanned move'];
    expect(test).toMatchObject({ kind: 'game-day', passed: false, blockers });
    await aMinute(rehearsal);
    expect(await newest(rehearsal)).toEqual(['DR-2 failback', 'DR-1 switchover']);
  });

  it('that people stopped half-way is theirs to go on with', async () => {
    const rehearsal = rehearse();
    const { recovery, until, world } = rehearsal;
    world.fail('probe', 'throughDomain', 'always', new Refused('The domain refuses.'));
    const { id } = await recovery.begin({ ...asked, plan: 'switchover' });
    await approve(rehearsal, await until(id, 'asking', isAsking));
    const { questions } = await until(id, 'asking about the domain', ({ phase }) => phase === 'waiting-for-decision');
    await recovery.decide({ run: id, question: questions.at(-1)?.id ?? '', choice: 'stop', by: rosa });
    expect((await until(id, 'closed', isClosed)).closed?.result).toBe('stopped');
    expect(world.regions.writable()).toEqual([dr]);
    await aMinute(rehearsal);
    expect(await newest(rehearsal)).toEqual(['DR-1 switchover']);
  });

  it('moves nothing in a way that could lose something', async () => {
    const { recovery } = rehearse();
    await expect(recovery.begin({ ...asked, plan: 'failover' })).rejects.toThrow('ask for a switchover');
    await expect(recovery.begin({ ...asked, plan: 'switchover', by: gus })).rejects.toThrow('not list you as a requester');
  });

  it('begins at home', async () => {
    const rehearsal = rehearse();
    await moved(rehearsal);
    const { recovery } = rehearsal;
    await expect(recovery.begin({ ...asked, plan: 'switchover' })).rejects.toThrow('shop runs in us-west-2: ask for a failback');
  });

  it('is not what every switchover is: nobody asks for its way home, and it is no test', async () => {
    const rehearsal = rehearse();
    const view = await requested(rehearsal, '', 'switchover');
    await approve(rehearsal, view);
    await rehearsal.until(view.run.id, 'closed', isClosed);
    expect(await rehearsal.records.tests.recent('shop', 1)).toEqual([]);
    await aMinute(rehearsal);
    expect(await newest(rehearsal)).toEqual(['DR-1 switchover']);
  });
});
