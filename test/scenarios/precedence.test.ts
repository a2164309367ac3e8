import { describe, expect, it } from 'vitest';
import { Busy, Refused } from '../../orchestrator/domain/errors.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { sweep } from '../../orchestrator/lambdas/sweep.ts';
import { approve, dr, isClosed, primary, type Rehearsal, rehearse, requested, rosa } from './rehearsal.ts';

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
    'takes over at %s: the drill ends superseded, is removed, and the failover moves the application',
    async (row) => {
      const rehearsal = rehearse();
      const { world, until, stage } = rehearsal;
      const drill = await drillAt(rehearsal, row);
      const asked = await requested(rehearsal);
      expect(asked.preempts).toBe(drill);
      expect(asked.run.epoch).toBe(2);
      const old = await until(drill, 'closed', isClosed);
      expect(old.closed?.result).toBe('superseded');
      expect(old.closed?.says).toContain(`gave way to ${asked.run.id}`);
      expect(old.gaveWayTo).toBe(asked.run.id);
      expect((await rehearsal.records.claims.look('shop')).run).toBe(asked.run.id);
      expect(await rehearsal.records.tests.recent('shop', 1)).toEqual([]);

      await sweep(stage);
      await world.clock.advance(world.regions.timing.copying);
      expect(await world.drills.leftovers(dr)).toEqual([]);
      await approve(rehearsal, asked);
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
    await requested(rehearsal);
    expect((await rehearsal.until(drill, 'closed', isClosed)).closed?.result).toBe('superseded');
  });

  it('is told to the drill by the sweeper where the one that took over died before it could', async () => {
    const rehearsal = rehearse();
    const drill = await drillAt(rehearsal, 'approval');
    const { epoch } = (await rehearsal.recovery.view(drill)).run;
    const taken = await rehearsal.records.claims.take('shop', rehearsal.world.clock.now(), { run: drill, epoch });
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
