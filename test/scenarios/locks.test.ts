import { describe, expect, it } from 'vitest';
import { Denied, Refused } from '../../orchestrator/domain/errors.ts';
import { amir, approve, dr, gus, isClosed, primary, type Rehearsal, rehearse, requested, rosa, shop } from './rehearsal.ts';

const ask = ({ recovery }: Rehearsal, more: { plan?: 'failover' | 'switchover'; overrides?: boolean } = {}) =>
  recovery.begin({ application: 'shop', plan: 'failover', reason: 'once more', by: rosa, ...more });

describe('a lock', () => {
  it('keeps runs from being asked for, and tells whoever tries by whom and why, until it is lifted', async () => {
    const rehearsal = rehearse();
    const { recovery } = rehearsal;
    await recovery.lock({ application: 'shop', reason: 'a migration is under way', by: rosa });
    await expect(ask(rehearsal)).rejects.toThrow('shop is locked by U0REQUESTER (a migration is under way)');
    expect((await recovery.status('shop')).lock).toMatchObject({ by: rosa.id, reason: 'a migration is under way' });
    await recovery.unlock({ application: 'shop', by: rosa });
    expect((await ask(rehearsal)).id).toBe('DR-1');
  });

  it('keeps what waits for approval from being approved until it is lifted', async () => {
    const rehearsal = rehearse();
    const { recovery } = rehearsal;
    const asked = await requested(rehearsal);
    await recovery.lock({ application: 'shop', reason: 'a migration is under way', by: rosa });
    await expect(approve(rehearsal, asked)).rejects.toThrow(
      'DR-1 cannot start now: shop is locked by U0REQUESTER (a migration is under way). /dr unlock shop lifts it.',
    );
    await recovery.unlock({ application: 'shop', by: rosa });
    await approve(rehearsal, asked);
    expect((await rehearsal.until(asked.run.id, 'closed', isClosed)).closed?.result).toBe('succeeded');
  });

  it('keeps nobody from denying what waits for approval', async () => {
    const rehearsal = rehearse();
    const { run, planned } = await requested(rehearsal);
    await rehearsal.recovery.lock({ application: 'shop', reason: 'a migration is under way', by: rosa });
    await rehearsal.recovery.vote({ run: run.id, hash: planned?.hash ?? '', verdict: 'deny', by: amir });
    expect((await rehearsal.until(run.id, 'closed', isClosed)).closed?.result).toBe('denied');
  });

  it('needs a reason, somebody whom dr.yml lists, and to lift it, to be there', async () => {
    const { recovery } = rehearse();
    await expect(recovery.lock({ application: 'shop', reason: ' ', by: rosa })).rejects.toThrow('Say why');
    await expect(recovery.lock({ application: 'shop', reason: 'mine', by: gus })).rejects.toThrow(Denied);
    await expect(recovery.unlock({ application: 'shop', by: gus })).rejects.toThrow(Denied);
    await expect(recovery.unlock({ application: 'shop', by: rosa })).rejects.toThrow('is not locked');
  });
});

/** Moves shop and makes both Regions replicate again, the other way round. */
async function moved(rehearsal: Rehearsal, plan: 'failover' | 'switchover' = 'failover'): Promise<void> {
  const asked = await requested(rehearsal, 'a Region is failing', plan);
  await approve(rehearsal, asked);
  await rehearsal.until(asked.run.id, 'closed', isClosed);
}

describe('a second unplanned move', () => {
  it('has to wait an hour, or two people set that aside: who asks says so, and who approves is told', async () => {
    const rehearsal = rehearse();
    await moved(rehearsal);
    await expect(ask(rehearsal)).rejects.toThrow(/DR-1 moved shop .* ago, and 1 h have to pass.*override/);
    await expect(ask(rehearsal)).rejects.toThrow(Refused);
    const { facts } = await rehearsal.recovery.dryRun('shop', 'failover');
    expect(facts.risks.join()).toContain('the wait between unplanned moves is set aside');
    expect((await ask(rehearsal, { overrides: true })).from).toBe(dr);
  });

  it('may be asked for once the hour is over, which begins when the first has moved', async () => {
    const rehearsal = rehearse();
    const { clock } = rehearsal.world;
    await moved(rehearsal);
    await clock.advance(shop.antiFlap - 60_000);
    await expect(ask(rehearsal)).rejects.toThrow('have to pass between two unplanned moves');
    await clock.advance(60_000);
    expect((await ask(rehearsal)).from).toBe(dr);
  });

  it('after a planned one does not have to wait, and neither does a planned one', async () => {
    const rehearsal = rehearse();
    await moved(rehearsal, 'switchover');
    expect((await ask(rehearsal)).from).toBe(dr);
    const other = rehearse();
    await moved(other);
    expect((await ask(other, { plan: 'switchover' })).from).toBe(dr);
  });

  it('that goes on with an unfinished one does not have to wait', async () => {
    const rehearsal = rehearse();
    const mend = rehearsal.world.fail('traffic', 'shift', 'always', new Refused('Access is denied.'));
    const asked = await requested(rehearsal);
    await approve(rehearsal, asked);
    const paused = await rehearsal.until(asked.run.id, 'asking', ({ phase }) => phase === 'waiting-for-decision');
    const question = paused.questions.at(-1)?.id ?? '';
    await rehearsal.recovery.decide({ run: asked.run.id, question, choice: 'stop', by: rosa });
    await rehearsal.until(asked.run.id, 'closed', isClosed);
    mend();
    expect((await ask(rehearsal)).from).toBe(primary);
  });
});
