import { describe, expect, it } from 'vitest';
import { Busy, Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { askRow } from '../../orchestrator/lambdas/runner.ts';
import { sweep } from '../../orchestrator/lambdas/sweep.ts';
import { amir, approve, dr, isClosed, primary, type Rehearsal, rehearse, requested, rosa, shop } from './rehearsal.ts';

const isAt = (row: string) => (view: RunView) => view.rows.some(({ id, state }) => id === row && state !== 'waiting');

async function drillAt(rehearsal: Rehearsal, row: string): Promise<string> {
  const asked = await requested(rehearsal, 'the quarterly drill', 'drill');
  if (row === 'approval') return asked.run.id;
  await approve(rehearsal, asked);
  await rehearsal.until(asked.run.id, row, isAt(row));
  return asked.run.id;
}

const ROWS = ['approval', 'drill-copy', 'drill-promote', 'drill-open', 'drill-services', 'drill-remove'] as const;

describe('a failover that is asked for during a drill', () => {
  it.each(ROWS)(
    'takes over at %s once it is approved: the drill ends superseded, is removed, and the failover moves the application',
    async (row) => {
      const rehearsal = rehearse();
      const { world, until, stage } = rehearsal;
      const drill = await drillAt(rehearsal, row);
      const asked = await requested(rehearsal);
      expect(asked.preempts).toBe(drill);
      expect(asked.run.epoch).toBe(2);
      expect((await rehearsal.recovery.view(drill)).gaveWayTo).toBeNull();
      await approve(rehearsal, asked);
      const old = await until(drill, 'closed', isClosed);
      expect(old.closed?.result).toBe('superseded');
      expect(old.closed?.says).toContain(`gave way to ${asked.run.id}`);
      expect(old.gaveWayTo).toBe(asked.run.id);
      expect(await rehearsal.records.tests.recent('shop', 1)).toEqual([]);

      await sweep(stage);
      await world.clock.advance(world.regions.timing.copying);
      expect(await world.drills.leftovers(dr)).toEqual([]);
      const moved = await until(asked.run.id, 'closed', isClosed);
      expect(moved.closed?.result).toBe('succeeded');
      expect(world.regions.writable()).toEqual([dr]);
      expect(world.regions.overlaps).toEqual([]);
    },
  );

  it('takes over while the drill waits for a person', async () => {
    const rehearsal = rehearse();
    const mend = rehearsal.world.fail('drills', 'remove', 'always', new Refused('Access is denied.'));
    const drill = await drillAt(rehearsal, 'drill-remove');
    await rehearsal.until(drill, 'asking', ({ phase }) => phase === 'waiting-for-decision');
    mend();
    await approve(rehearsal, await requested(rehearsal));
    expect((await rehearsal.until(drill, 'closed', isClosed)).closed?.result).toBe('superseded');
  });

  it('is told to the drill by the sweeper where the one that took over died before it could', async () => {
    const rehearsal = rehearse();
    const drill = await drillAt(rehearsal, 'approval');
    const { epoch } = (await rehearsal.recovery.view(drill)).run;
    const { claims } = rehearsal.records;
    const next = await claims.wait('shop', rehearsal.world.clock.now(), { run: drill, epoch });
    const taken = { application: 'shop', run: next?.run ?? '', epoch: next?.epoch ?? 0 };
    await claims.takeOver(taken, { run: drill, epoch });
    await sweep(rehearsal.stage);
    const old = await rehearsal.until(drill, 'closed', isClosed);
    expect(old.closed?.result).toBe('superseded');
    expect(old.gaveWayTo).toBe(taken.run);
  });

  it('waits for the backup that the copy needs, as the card of the drill said', async () => {
    const rehearsal = rehearse();
    await drillAt(rehearsal, 'drill-copy');
    rehearsal.world.kill(primary);
    const asked = await requested(rehearsal);
    expect(asked.planned?.facts.risks.join()).toContain('is being backed up: promotion waits for that');
    await approve(rehearsal, asked);
    const view = await rehearsal.until(asked.run.id, 'closed', isClosed);
    expect(view.closed?.result).toBe('succeeded');
  });
});

describe('a run that a failover is asked for', () => {
  /** A drill that stays where it is until it is let go, and a failover that waits for approval. */
  async function held() {
    const rehearsal = rehearse();
    const letGo = rehearsal.world.fail('drills', 'promote', 'always', new Unavailable('RDS asks to come back later.'));
    const drill = await drillAt(rehearsal, 'drill-promote');
    const asked = await requested(rehearsal);
    const passes = async () => {
      letGo();
      const view = await rehearsal.until(drill, 'closed', isClosed);
      expect(view).toMatchObject({ gaveWayTo: null, closed: { result: 'succeeded' } });
    };
    return { ...rehearsal, rehearsal, drill, asked, passes };
  }

  it('goes on to its end where the failover is denied, and nobody was told otherwise', async () => {
    const { recovery, until, asked, passes, records } = await held();
    await recovery.vote({ run: asked.run.id, hash: asked.planned?.hash ?? '', verdict: 'deny', by: amir });
    expect((await until(asked.run.id, 'closed', isClosed)).closed?.result).toBe('denied');
    await passes();
    expect(await records.claims.look('shop')).toMatchObject({ run: null, next: null });
  });

  it('goes on to its end where the failover expires, or is aborted', async () => {
    const expired = await held();
    await expired.world.clock.advance(shop.approval.expires);
    await sweep(expired.stage);
    expect((await expired.until(expired.asked.run.id, 'closed', isClosed)).closed?.result).toBe('expired');
    const aborted = await held();
    await aborted.recovery.abort({ run: aborted.asked.run.id, by: rosa });
    expect((await aborted.until(aborted.asked.run.id, 'closed', isClosed)).closed?.result).toBe('aborted');
    await aborted.passes();
  });

  it('goes on to its end where it is over first, and the failover then holds the application by itself', async () => {
    const { rehearsal, until, asked, passes, world } = await held();
    await passes();
    expect(await rehearsal.records.claims.look('shop')).toMatchObject({ run: asked.run.id, next: null });
    await approve(rehearsal, asked);
    expect((await until(asked.run.id, 'closed', isClosed)).closed?.result).toBe('succeeded');
    expect(world.regions.overlaps).toEqual([]);
  });

  it('goes on where the application is locked, because nothing can be asked for', async () => {
    const rehearsal = rehearse();
    const drill = await drillAt(rehearsal, 'drill-copy');
    await rehearsal.recovery.lock({ application: 'shop', reason: 'a migration', by: rosa });
    await expect(requested(rehearsal)).rejects.toThrow('is locked by');
    expect((await rehearsal.until(drill, 'closed', isClosed)).closed?.result).toBe('succeeded');
  });

  it('is not acted beside: the failover does nothing before it has taken over', async () => {
    const { stage, asked, world } = await held();
    const answer = await askRow(stage, { run: asked.run.id, row: 'fence', undo: false });
    expect(answer).toMatchObject({ status: 'cancelled', why: expect.stringContaining('does not hold shop') });
    expect(world.write(primary)).not.toBeNull();
  });

  it('keeps a second failover from being asked for, which is told of the first', async () => {
    const { recovery, asked } = await held();
    const second = recovery.begin({ application: 'shop', plan: 'failover', reason: '', by: rosa });
    await expect(second).rejects.toThrow(`${asked.run.id} waits to take shop`);
  });

  it('is waited for by nobody any more where the one who asked for the failover died on the way', async () => {
    const { stage, records, rehearsal } = await held();
    const claim = await records.claims.look('shop');
    await records.claims.release({ application: 'shop', run: claim.next?.run ?? '', epoch: claim.next?.epoch ?? 0 });
    await records.claims.wait('shop', rehearsal.world.clock.now(), { run: claim.run ?? '', epoch: claim.epoch });
    await rehearsal.world.clock.advance(60_000);
    await sweep(stage);
    expect((await records.claims.look('shop')).next).toBeNull();
  });
});

describe('what no run gives way to', () => {
  it('is a planned move, or another drill', async () => {
    const rehearsal = rehearse();
    const drill = await drillAt(rehearsal, 'approval');
    for (const plan of ['switchover', 'drill'] as const) {
      const second = rehearsal.recovery.begin({ application: 'shop', plan, reason: '', by: rosa });
      await expect(second).rejects.toThrow(Busy);
      await expect(second).rejects.toThrow(drill);
    }
  });

  it('is a failover, where a failover or a switchover is under way', async () => {
    for (const plan of ['failover', 'switchover'] as const) {
      const rehearsal = rehearse();
      await requested(rehearsal, '', plan);
      const second = rehearsal.recovery.begin({ application: 'shop', plan: 'failover', reason: '', by: rosa });
      await expect(second).rejects.toThrow(Busy);
    }
  });
});
