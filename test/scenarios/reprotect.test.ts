import { describe, expect, it } from 'vitest';
import { statusCard } from '../../bot/views/status.ts';
import { Refused } from '../../orchestrator/domain/errors.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { plans } from '../../orchestrator/plans/plans.ts';
import { approve, dr, isClosed, moved, primary, type Rehearsal, rehearse, requested, rosa } from './rehearsal.ts';

const rowOf = (view: RunView, row: string) => view.rows.find(({ id }) => id === row);
const isAt = (row: string) => (view: RunView) => (rowOf(view, row)?.state ?? 'waiting') !== 'waiting';
const ask = (rehearsal: Rehearsal) => requested(rehearsal, 'to have a standby again', 'reprotect');

/** Reprotects after a move, and answers the end of it. */
async function reprotected(rehearsal: Rehearsal): Promise<RunView> {
  const asked = await ask(rehearsal);
  await approve(rehearsal, asked);
  return rehearsal.until(asked.run.id, 'closed', isClosed);
}

describe('a reprotect', () => {
  it('has the Region that was left follow the active one, keeps what was left behind, and moves nobody', async () => {
    const rehearsal = rehearse();
    const { world, records } = rehearsal;
    await moved(rehearsal);
    const { writer } = await records.claims.look('shop');
    const traffic = await world.traffic.look();
    const before = world.calls.length;
    const view = await reprotected(rehearsal);

    expect(view.closed).toMatchObject({ result: 'succeeded', left: [], summary: null });
    expect(view.pointOfNoReturnAt).toBeNull();
    expect([view.run.from, view.run.to]).toEqual([dr, primary]);
    expect(await world.database.status(primary)).toEqual({ state: 'available', replicaOf: dr });
    expect(world.regions.writable()).toEqual([dr]);
    expect(world.regions.overlaps).toEqual([]);
    expect((await records.claims.look('shop')).writer).toEqual(writer);
    expect(await world.traffic.look()).toEqual(traffic);
    expect(await world.rebuild.differences(primary)).toEqual([]);
    const kept = await world.rebuild.kept(primary);
    expect(kept.map(({ kind }) => kind).toSorted()).toEqual(['instance', 'snapshot']);
    for (const { name } of kept) expect(view.closed?.says).toContain(name);
    expect(view.closed?.says).toContain('at $9.00 a day');
    expect(await world.services.look(primary)).toMatchObject({ backend: { min: 1, desired: 1, healthy: 1 } });
    const acted = world.calls.slice(before).map(({ port, method }) => `${port}.${method}`);
    expect(acted.filter((call) => /^(database\.promote|agent\.(fence|open|mark)|traffic\.shift)$/.test(call))).toEqual([]);
  });

  it('leaves a question in the status of the application: what is kept, for how long already, at what price', async () => {
    const rehearsal = rehearse();
    await moved(rehearsal);
    expect((await rehearsal.recovery.status('shop')).kept).toEqual([]);
    await reprotected(rehearsal);
    await rehearsal.world.clock.advance(3 * 86_400_000);
    const status = await rehearsal.recovery.status('shop');
    const drawn = JSON.stringify(statusCard(status, plans));
    expect(drawn).toContain('*Kept after moves*, at $9.25 a day. Does anybody still need it?');
    for (const { name } of status.kept) expect(drawn).toMatch(new RegExp(`${name} in ${primary} for 72 h`));
    expect(status.kept).toHaveLength(2);
  });

  it('says before it is approved what is kept and what that costs a day', async () => {
    const rehearsal = rehearse();
    await moved(rehearsal);
    const { planned } = await ask(rehearsal);
    expect(planned?.facts.risks).toEqual([
      `the database that was left behind in ${primary} is kept as it is, and a snapshot of it, at $9.00 a day until somebody deletes it`,
    ]);
  });

  it('is followed by a failover home that has somewhere to go, and that loses nothing of what was written meanwhile', async () => {
    const rehearsal = rehearse();
    const { world } = rehearsal;
    await moved(rehearsal);
    await reprotected(rehearsal);
    const id = world.write(dr);
    await world.clock.advance(world.regions.timing.replication);
    await world.clock.advance(3_600_000);
    world.kill(dr);
    const asked = await requested(rehearsal);
    await approve(rehearsal, asked);
    const view = await rehearsal.until(asked.run.id, 'closed', isClosed);
    expect(view.closed?.result).toBe('succeeded');
    expect(world.regions.writable()).toEqual([primary]);
    expect(world.rows(primary)).toContain(id);
  });

  it.each([
    ['nothing was moved', async () => {}, `${dr} follows ${primary} already`],
    [
      'it was done before',
      async (rehearsal: Rehearsal) => {
        await moved(rehearsal);
        await reprotected(rehearsal);
      },
      'follows',
    ],
    [
      'the Region that was left does not answer',
      async (rehearsal: Rehearsal) => {
        await moved(rehearsal);
        rehearsal.world.kill(primary);
      },
      `the database API of ${primary} does not answer`,
    ],
  ])('is blocked when %s', async (_, set, why) => {
    const rehearsal = rehearse();
    await set(rehearsal);
    const run = await rehearsal.recovery.begin({ application: 'shop', plan: 'reprotect', reason: '', by: rosa });
    const view = await rehearsal.until(run.id, 'asking', ({ phase }) => phase === 'waiting-for-decision');
    expect(rowOf(view, 'preflight')?.says).toContain(why);
  });

  it('never touches a database whose writers may log in', async () => {
    const rehearsal = rehearse();
    const { world } = rehearsal;
    await moved(rehearsal);
    const asked = await ask(rehearsal);
    await approve(rehearsal, asked);
    await rehearsal.until(asked.run.id, 'keeping', isAt('keep'));
    world.regions.region(primary).server.open(world.clock.now());
    const view = await rehearsal.until(asked.run.id, 'asking', ({ phase }) => phase === 'waiting-for-decision');
    expect(view.rows.find(({ state }) => state === 'failed')?.says).toContain('it has to be fenced first');
    expect((await world.rebuild.kept(primary)).filter(({ kind }) => kind === 'instance')).toEqual([]);
  });

  it('waits, and does not fail, while Route 53 is not well', async () => {
    const rehearsal = rehearse();
    const { world } = rehearsal;
    await moved(rehearsal);
    const { unmakable } = world.regions.region(primary);
    unmakable.push('the control plane of Route 53 in us-east-1 is not well');
    const asked = await ask(rehearsal);
    expect(asked.planned?.facts.risks.at(-1)).toBe(
      'it waits for as long as the control plane of Route 53 in us-east-1 is not well',
    );
    await approve(rehearsal, asked);
    const waiting = await rehearsal.until(asked.run.id, 'waiting', (view) =>
      /Route 53/.test(rowOf(view, 'set-aside')?.says ?? ''),
    );
    expect(rowOf(waiting, 'set-aside')?.state).toBe('working');
    unmakable.length = 0;
    expect((await rehearsal.until(asked.run.id, 'closed', isClosed)).closed?.result).toBe('succeeded');
  });

  it('that was stopped half-way says what is left, and goes on from there when it is asked for again', async () => {
    const rehearsal = rehearse();
    const { world, recovery, until } = rehearsal;
    await moved(rehearsal);
    const mend = world.fail('rebuild', 'replicate', 'always', new Refused('There is no capacity.'));
    const asked = await ask(rehearsal);
    await approve(rehearsal, asked);
    const paused = await until(asked.run.id, 'asking', ({ phase }) => phase === 'waiting-for-decision');
    const open = paused.questions.find(({ outcome }) => outcome === null);
    await recovery.decide({ run: asked.run.id, question: open?.id ?? '', choice: 'stop', by: rosa });
    const stopped = await until(asked.run.id, 'closed', isClosed);
    expect(stopped.closed?.result).toBe('stopped');
    expect(stopped.closed?.left[0]).toBe(`Make a replica of ${dr} in ${primary}, under the name that the database always had`);
    expect(stopped.closed?.says).toContain('/dr reprotect shop goes on from there');

    mend();
    expect((await reprotected(rehearsal)).closed?.result).toBe('succeeded');
    expect(await world.database.status(primary)).toEqual({ state: 'available', replicaOf: dr });
    expect((await world.rebuild.kept(primary)).map(({ kind }) => kind).toSorted()).toEqual(['instance', 'snapshot']);
  });

  it('leaves a Region without a database for a while, in which a dry run says that there is nowhere to go', async () => {
    const rehearsal = rehearse();
    await moved(rehearsal);
    rehearsal.world.fail('rebuild', 'replicate', 'always', new Refused('There is no capacity.'));
    const asked = await ask(rehearsal);
    await approve(rehearsal, asked);
    await rehearsal.until(asked.run.id, 'asking', ({ phase }) => phase === 'waiting-for-decision');
    const { facts } = await rehearsal.recovery.dryRun('shop', 'failover');
    expect(facts.blockers).toEqual([`${primary} does not answer, so it cannot take over`]);
    expect((await rehearsal.recovery.status('shop')).unread).toEqual([]);
  });

  it('that is killed half-way goes on where it was', async () => {
    const rehearsal = rehearse();
    await moved(rehearsal);
    const asked = await ask(rehearsal);
    await approve(rehearsal, asked);
    await rehearsal.until(asked.run.id, 'rebuilding', isAt('rebuild'));
    await rehearsal.crash();
    const view = await rehearsal.until(asked.run.id, 'closed', isClosed);
    expect(view.closed?.result).toBe('succeeded');
    expect(await rehearsal.world.rebuild.kept(primary)).toHaveLength(2);
  });

  it('gives way to a failover, says so, and can be asked for again', async () => {
    const rehearsal = rehearse();
    const { world } = rehearsal;
    await moved(rehearsal);
    const asked = await ask(rehearsal);
    await approve(rehearsal, asked);
    await rehearsal.until(asked.run.id, 'following', isAt('restore-properties'));
    const failover = await rehearsal.recovery.begin({
      application: 'shop',
      plan: 'failover',
      reason: 'again',
      overrides: true,
      by: rosa,
    });
    await approve(rehearsal, await rehearsal.until(failover.id, 'asking', ({ phase }) => phase === 'waiting-for-approval'));
    const view = await rehearsal.until(asked.run.id, 'closed', isClosed);
    expect(view.closed?.result).toBe('superseded');
    expect(view.closed?.says).toContain(`${asked.run.id} gave way to ${failover.id}.`);
    expect(world.regions.overlaps).toEqual([]);
  });
});
