import { describe, expect, it } from 'vitest';
import { Refused } from '../../orchestrator/domain/errors.ts';
import { reconcile } from '../../orchestrator/reconcile.ts';
import { amir, approve, dr, isClosed, primary, type Rehearsal, rehearse, requested, rosa } from './rehearsal.ts';

async function failedOver(rehearsal: Rehearsal): Promise<string> {
  const asked = await requested(rehearsal);
  await approve(rehearsal, asked);
  const { closed } = await rehearsal.until(asked.run.id, 'closed', isClosed);
  expect(closed?.result).toBe('succeeded');
  return asked.run.id;
}

/** Moves the database, and stops at the traffic. */
async function stoppedAtTraffic(rehearsal: Rehearsal): Promise<() => void> {
  const mend = rehearsal.world.fail('traffic', 'shift', 'always', new Refused('Access to the flag bucket is denied.'));
  const asked = await requested(rehearsal);
  await approve(rehearsal, asked);
  const { questions } = await rehearsal.until(asked.run.id, 'asking', ({ phase }) => phase === 'waiting-for-decision');
  await rehearsal.recovery.decide({ run: asked.run.id, question: questions.at(-1)?.id ?? '', choice: 'stop', by: amir });
  await rehearsal.until(asked.run.id, 'closed', isClosed);
  return mend;
}

const begin = (rehearsal: Rehearsal) =>
  rehearsal.recovery.begin({ application: 'shop', plan: 'failover', reason: '', overrides: true, by: rosa });

describe('after a failover that was stopped at the traffic', () => {
  it('the next one goes on in the same direction and finishes it', async () => {
    const rehearsal = rehearse();
    const mend = await stoppedAtTraffic(rehearsal);
    const written = rehearsal.world.write(dr);
    mend();
    const run = await begin(rehearsal);
    expect([run.from, run.to]).toEqual([primary, dr]);
    const asked = await rehearsal.until(run.id, 'waiting', ({ phase }) => phase === 'waiting-for-approval');
    await approve(rehearsal, asked);
    const { closed } = await rehearsal.until(run.id, 'closed', isClosed);
    expect(closed?.result).toBe('succeeded');
    expect(rehearsal.world.rows(dr)).toContain(written);
    expect(rehearsal.world.write(primary)).toBeNull();
  });
});

describe('after a failover that succeeded', () => {
  it('going the other way is blocked while the old Region follows nobody', async () => {
    const rehearsal = rehearse();
    await failedOver(rehearsal);
    const run = await begin(rehearsal);
    expect([run.from, run.to]).toEqual([dr, primary]);
    const { rows } = await rehearsal.until(run.id, 'asking', ({ phase }) => phase === 'waiting-for-decision');
    expect(rows[0]?.says).toContain('no replica of us-west-2');
  });

  it('the loss of the new Region does not open the stale old one', async () => {
    const rehearsal = rehearse();
    await failedOver(rehearsal);
    rehearsal.world.kill(dr);
    await expect(begin(rehearsal)).rejects.toThrow(/ambiguous.*no Region follows the other/s);
    expect(rehearsal.world.write(primary)).toBeNull();
    expect((await rehearsal.records.claims.look('shop')).run).toBeNull();
  });
});

describe('the reconciler', () => {
  it('finds an open fence behind any number of requests that came to nothing', async () => {
    const rehearsal = rehearse();
    rehearsal.world.cutOff(primary);
    const id = await failedOver(rehearsal);
    for (let times = 0; times < 5; times++) {
      const { id: next } = await begin(rehearsal);
      await rehearsal.recovery.abort({ run: next, by: rosa });
      await rehearsal.until(next, 'closed', isClosed);
    }
    rehearsal.world.heal(primary);
    await reconcile(rehearsal.stage);
    expect((await rehearsal.recovery.view(id)).fencedLater).not.toBeNull();
    expect(rehearsal.world.write(primary)).toBeNull();
  });

  it('leaves a Region alone that people have made the writer again', async () => {
    const rehearsal = rehearse();
    const { world } = rehearsal;
    world.cutOff(primary);
    await failedOver(rehearsal);
    await world.agent.fence(dr);
    world.heal(primary);
    await reconcile(rehearsal.stage);
    expect(world.write(primary)).not.toBeNull();
    expect(world.write(dr)).toBeNull();
  });

  it('fences a source that comes back while its target is still being promoted', async () => {
    const rehearsal = rehearse();
    const { world } = rehearsal;
    world.cutOff(primary);
    const asked = await requested(rehearsal);
    await approve(rehearsal, asked);
    await rehearsal.until(asked.run.id, 'promoting', ({ pointOfNoReturnAt }) => pointOfNoReturnAt !== null);
    world.heal(primary);
    await reconcile(rehearsal.stage);
    expect(world.write(primary)).toBeNull();
    await rehearsal.until(asked.run.id, 'closed', isClosed);
    await reconcile(rehearsal.stage);
    expect((await rehearsal.recovery.view(asked.run.id)).fencedLater?.stranded?.count).toBe(0);
    expect(world.regions.overlaps).toEqual([]);
  });

  it('writes the flag that could not be reached during the shift', async () => {
    const rehearsal = rehearse();
    const { world } = rehearsal;
    world.loseFlag('dr');
    await failedOver(rehearsal);
    world.restoreFlag('dr');
    expect((await world.traffic.look()).flags?.dr).toBe('absent');
    await reconcile(rehearsal.stage);
    expect((await world.traffic.look()).flags).toEqual({ dr: 'present', control: 'present' });
  });
});

describe('a target that somebody promoted by hand', () => {
  it('is past the point of no return before the run goes on, so that no abort opens the source again', async () => {
    const rehearsal = rehearse();
    const { world } = rehearsal;
    const asked = await requested(rehearsal);
    await approve(rehearsal, asked);
    await rehearsal.until(asked.run.id, 'fenced', ({ rows }) => rows.some(({ id, state }) => id === 'fence' && state === 'done'));
    await world.database.promote(dr);
    const view = await rehearsal.until(asked.run.id, 'closed', isClosed);
    expect(view.closed?.result).toBe('succeeded');
    expect(view.pointOfNoReturnAt).not.toBeNull();
    expect(world.write(primary)).toBeNull();
  });
});
