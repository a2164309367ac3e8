import { describe, expect, it } from 'vitest';
import { Busy, Unavailable } from '../../orchestrator/domain/errors.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { sweep } from '../../orchestrator/lambdas/sweep.ts';
import { amir, approve, dr, isClosed, moved, primary, type Rehearsal, rehearse, requested, rosa } from './rehearsal.ts';
import { asksAgain, readyToGo } from './way-home.ts';

const isAt = (row: string) => (view: RunView) => view.rows.some(({ id, state }) => id === row && state !== 'waiting');

/** Asks for a failover although the last move was a moment ago, and waits for its approval card. */
async function requestedAnyway({ recovery, until }: Rehearsal): Promise<RunView> {
  const { id } = await recovery.begin({ application: 'shop', plan: 'failover', reason: 'now', overrides: true, by: rosa });
  return until(id, 'asking', ({ phase }) => phase === 'waiting-for-approval');
}

describe('a failback during which a failover is asked for', () => {
  it.each([
    [
      'while it has the standby follow',
      async (rehearsal: Rehearsal, { run }: RunView) => rehearsal.until(run.id, 'following', isAt('standby-services')),
    ],
    [
      'while it waits for its second approval',
      async (rehearsal: Rehearsal, { run }: RunView) => rehearsal.until(run.id, 'asking again', asksAgain),
    ],
  ])('gives way to a failover %s', async (_, come) => {
    const rehearsal = rehearse();
    await moved(rehearsal);
    const asked = await requested(rehearsal, 'the Region is well again', 'failback');
    await approve(rehearsal, asked);
    await come(rehearsal, asked);
    const failover = await requestedAnyway(rehearsal);
    await approve(rehearsal, failover);
    const view = await rehearsal.until(asked.run.id, 'closed', isClosed);
    expect(view).toMatchObject({ gaveWayTo: failover.run.id, closed: { result: 'superseded' } });
    expect(rehearsal.world.regions.overlaps).toEqual([]);
  });

  it('goes on to its end where the failover cannot run, because the standby is still being made', async () => {
    const rehearsal = rehearse();
    const { recovery, until } = rehearsal;
    await moved(rehearsal);
    const asked = await requested(rehearsal, 'the Region is well again', 'failback');
    await approve(rehearsal, asked);
    await until(asked.run.id, 'rebuilding', isAt('rebuild'));
    const { id } = await recovery.begin({ application: 'shop', plan: 'failover', reason: 'now', overrides: true, by: rosa });
    const stuck = await until(id, 'asking what to do', ({ phase }) => phase === 'waiting-for-decision');
    await recovery.decide({ run: id, question: stuck.questions.at(-1)?.id ?? '', choice: 'stop', by: rosa });
    expect((await until(id, 'closed', isClosed)).closed?.result).toBe('stopped');
    expect((await until(asked.run.id, 'asking again', asksAgain)).gaveWayTo).toBeNull();
  });

  it('gives way to nobody once its cut-over is approved', async () => {
    const rehearsal = rehearse();
    await moved(rehearsal);
    const again = await readyToGo(rehearsal);
    await approve(rehearsal, again);
    await rehearsal.until(again.run.id, 'moving', isAt('scale'));
    const ask = { application: 'shop', plan: 'failover', reason: 'now', overrides: true, by: rosa } as const;
    await expect(rehearsal.recovery.begin(ask)).rejects.toThrow(Busy);
    expect((await rehearsal.until(again.run.id, 'closed', isClosed)).closed?.result).toBe('succeeded');
  });

  it('keeps a failover that was asked for before from starting while users are moved, and says so to who approves it', async () => {
    const rehearsal = rehearse();
    const { until } = rehearsal;
    await moved(rehearsal);
    const again = await readyToGo(rehearsal);
    const failover = await requestedAnyway(rehearsal);
    const letGo = rehearsal.world.fail('services', 'scale', 'always', new Unavailable('ECS asks to come back later.'));
    await approve(rehearsal, again);
    await until(again.run.id, 'moving', isAt('scale'));
    await expect(approve(rehearsal, failover)).rejects.toThrow(`${failover.run.id} cannot start now: ${again.run.id} holds shop`);
    letGo();
    expect((await until(again.run.id, 'home', isAt('stop-source'))).gaveWayTo).toBeNull();
  });

  it('that moves users a moment after a failover was approved ends that, which says why', async () => {
    const rehearsal = rehearse();
    await moved(rehearsal);
    const again = await readyToGo(rehearsal);
    const failover = await requestedAnyway(rehearsal);
    const { journal } = rehearsal.records;
    const at = rehearsal.world.clock.now();
    const hash = failover.planned?.hash ?? '';
    await rehearsal.records.questions.vote(failover.run.id, 'approval.1', hash, { by: amir, verdict: 'approve', at });
    await journal.append(again.run.id, at, { kind: 'done', row: 'cut-over', undo: false, says: 'Approved.', evidence: {} });
    await sweep(rehearsal.stage);
    const view = await rehearsal.until(failover.run.id, 'closed', isClosed);
    expect(view.closed).toMatchObject({ result: 'blocked', says: expect.stringContaining(`${again.run.id} holds shop`) });
  });

  it('gives way to a failover again once users are home, when the Region that they came home to fails', async () => {
    const rehearsal = rehearse();
    const { world, recovery, until } = rehearsal;
    await moved(rehearsal);
    const again = await readyToGo(rehearsal);
    await approve(rehearsal, again);
    await until(again.run.id, 'the standby’s size', isAt('standby-services-back'));
    world.kill(primary);
    const now = world.clock.now();
    await rehearsal.records.sightings.record('shop', { region: primary, lastAnsweredAt: now, missedAt: now, downSince: now });
    const ask = { application: 'shop', plan: 'failover', reason: 'it failed again', overrides: true, by: rosa } as const;
    const failover = await recovery.begin(ask);
    expect([failover.from, failover.to]).toEqual([primary, dr]);
    const asked = await until(failover.id, 'asking', ({ phase }) => phase === 'waiting-for-approval');
    await approve(rehearsal, asked);
    expect((await until(again.run.id, 'closed', isClosed)).closed?.result).toBe('superseded');
    expect((await until(failover.id, 'closed', isClosed)).closed?.result).toBe('succeeded');
    expect(world.regions.writable()).toEqual([dr]);
    expect(world.regions.overlaps).toEqual([]);
  });
});
