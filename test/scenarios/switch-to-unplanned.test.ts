import { describe, expect, it } from 'vitest';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { reconcile } from '../../orchestrator/reconcile.ts';
import { amir, approve, dr, isClosed, primary, type Rehearsal, rehearse, requested, rosa } from './rehearsal.ts';

const rowOf = ({ rows }: RunView, row: string) => rows.find(({ id }) => id === row);

/** A switchover that waits for people because the standby did not become ready. */
async function paused(rehearsal: Rehearsal, strike: () => void): Promise<RunView> {
  const asked = await requested(rehearsal, 'maintenance', 'switchover');
  await approve(rehearsal, asked);
  await rehearsal.until(asked.run.id, 'scaling', (view) => rowOf(view, 'scale')?.state !== 'waiting');
  strike();
  return rehearsal.until(asked.run.id, 'asking', ({ phase }) => phase === 'waiting-for-decision');
}

/** A write that has come to the standby. */
async function replicated({ world }: Rehearsal): Promise<void> {
  world.write(primary);
  await world.clock.advance(world.regions.timing.replication);
}

/** Two people have it go on as an unplanned move. */
async function switched({ recovery }: Rehearsal, { run, questions }: RunView): Promise<void> {
  const choice = { run: run.id, question: questions.at(-1)?.id ?? '', choice: 'skip', reason: 'It cannot wait.' } as const;
  expect((await recovery.decide({ ...choice, by: rosa })).phase).toBe('waiting-for-decision');
  await recovery.decide({ ...choice, by: amir });
}

describe('a switchover that is switched to unplanned', () => {
  it('moves without proof, and the journal says who accepted that and what was lost at most', async () => {
    const rehearsal = rehearse();
    const { world, until } = rehearsal;
    const view = await paused(rehearsal, () => world.fail('database', 'status', 'once', new Refused('Access is denied.')));
    world.fail('agent', 'mark', 'always', new Unavailable('The agent asks to come back later.'));
    await switched(rehearsal, view);
    const opening = await until(view.run.id, 'opening', (seen) => rowOf(seen, 'open-target')?.state !== 'waiting');
    expect(rowOf(opening, 'ready')).toMatchObject({
      state: 'skipped',
      says: expect.stringContaining(`${rosa.id} and ${amir.id}: It cannot wait.`),
    });
    expect(rowOf(opening, 'prove')).toMatchObject({ state: 'done', evidence: { zeroLoss: false } });
  });

  it('still proves what it can, where the standby has every write after all', async () => {
    const rehearsal = rehearse();
    const { world, until } = rehearsal;
    const view = await paused(rehearsal, () => world.fail('database', 'status', 'once', new Refused('Access is denied.')));
    const kept = world.write(primary);
    await switched(rehearsal, view);
    const moved = await until(view.run.id, 'closed', isClosed);
    expect(moved.closed).toMatchObject({ result: 'succeeded', summary: { rpo: { achievedMs: 0 } } });
    expect(world.rows(dr)).toContain(kept);
    expect(world.regions.overlaps).toEqual([]);
  });

  it('goes on where its source fell silent, which is not fenced then; those who switched accepted that', async () => {
    const rehearsal = rehearse();
    const { world, until, recovery } = rehearsal;
    const view = await paused(rehearsal, () => world.kill(primary));
    expect(world.rows(dr)).not.toBeNull();
    await switched(rehearsal, view);
    const asking = await until(view.run.id, 'asking again', (seen) => rowOf(seen, 'stop-source')?.state === 'failed');
    expect(rowOf(asking, 'fence')?.evidence).toMatchObject({ outcome: 'unreachable', acceptedBy: [rosa.id, amir.id] });
    expect(world.regions.writable()).toEqual([dr]);
    const rest = { run: view.run.id, question: 'stop-source.1', choice: 'skip', reason: 'It is gone.' } as const;
    await until(view.run.id, 'asking', ({ phase }) => phase === 'waiting-for-decision');
    await recovery.decide({ ...rest, by: rosa });
    await recovery.decide({ ...rest, by: amir });
    const moved = await until(view.run.id, 'closed', isClosed);
    expect(moved.closed?.summary?.fence).toEqual({ outcome: 'unreachable', acceptedBy: [rosa.id, amir.id] });
  });

  it('is an unplanned move to everybody afterwards: the next one has to wait, and what is stranded is counted from what was lost', async () => {
    const rehearsal = rehearse();
    const { world, until, recovery } = rehearsal;
    await replicated(rehearsal);
    const view = await paused(rehearsal, () => world.kill(primary));
    await switched(rehearsal, view);
    await until(view.run.id, 'asking', (seen) => rowOf(seen, 'stop-source')?.state === 'failed');
    await until(view.run.id, 'asking', ({ phase }) => phase === 'waiting-for-decision');
    const rest = { run: view.run.id, question: 'stop-source.1', choice: 'skip', reason: 'It is gone.' } as const;
    await recovery.decide({ ...rest, by: rosa });
    await recovery.decide({ ...rest, by: amir });
    const moved = await until(view.run.id, 'closed', isClosed);
    const again = { application: 'shop', plan: 'failover', reason: 'back at once', by: rosa } as const;
    await expect(recovery.begin(again)).rejects.toThrow(/moved shop .* ago, and 1 h have to pass between two unplanned moves/);

    const since: number[] = [];
    const stranded = world.agent.stranded;
    world.agent.stranded = (from, to, at) => {
      since.push(at);
      return stranded(from, to, at);
    };
    world.heal(primary);
    await reconcile(rehearsal.stage);
    expect((await recovery.view(view.run.id)).fencedLater).not.toBeNull();
    const lost = rowOf(moved, 'prove')?.evidence.lastCommitAt as number;
    expect(since).toEqual([lost - 60_000]);
  });

  it('names what would be lost where its source falls silent, and asks within seconds', async () => {
    const rehearsal = rehearse();
    await replicated(rehearsal);
    const view = await paused(rehearsal, () => rehearsal.world.kill(primary));
    const ready = rowOf(view, 'ready');
    expect(ready?.says).toMatch(
      /us-east-1 does not answer.* A move that does not wait would lose the writes of the last .+, at most\./,
    );
    expect((ready?.endedAt ?? 0) - (ready?.startedAt ?? 0)).toBeLessThan(60_000);
  });

  it('is left as it was where one person alone would switch', async () => {
    const rehearsal = rehearse();
    const view = await paused(rehearsal, () => rehearsal.world.kill(dr));
    const question = view.questions.at(-1)?.id ?? '';
    const choice = { run: view.run.id, question, choice: 'skip', reason: 'Now.', by: rosa } as const;
    await rehearsal.recovery.decide(choice);
    await expect(rehearsal.recovery.decide(choice)).rejects.toThrow(Refused);
    expect(rehearsal.world.write(primary)).not.toBeNull();
  });
});
