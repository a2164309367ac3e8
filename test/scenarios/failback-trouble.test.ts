import { describe, expect, it } from 'vitest';
import { Refused } from '../../orchestrator/domain/errors.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { amir, approve, dr, isClosed, moved, nina, primary, rehearse, requested, rosa } from './rehearsal.ts';
import { asksAgain, home, readyToGo } from './way-home.ts';

const rowOf = (view: RunView, row: string) => view.rows.find(({ id }) => id === row);
const isAt = (row: string) => (view: RunView) => (rowOf(view, row)?.state ?? 'waiting') !== 'waiting';
describe('a failback that is not carried out in one go', () => {
  it('asks for its second approval with the facts of then, and users are where they were until it is given', async () => {
    const rehearsal = rehearse();
    const { world } = rehearsal;
    await moved(rehearsal);
    const again = await readyToGo(rehearsal);
    expect(again.planned).toMatchObject({ row: 'cut-over', revision: 2, facts: { target: { inRecovery: true } } });
    expect(again.planned?.facts.risks).toContain(`users cannot write from the fence of ${dr} until ${primary} is promoted`);
    expect(again.questions.map(({ id, row, outcome }) => [id, row, outcome])).toEqual([
      ['approval.1', 'approval', 'approved'],
      ['approval.2', 'cut-over', null],
    ]);
    await world.clock.advance(600_000);
    expect(world.regions.writable()).toEqual([dr]);
    expect(await world.database.status(primary)).toEqual({ state: 'available', replicaOf: dr });
    await expect(approve(rehearsal, again, rosa)).rejects.toThrow();
  });

  it('asks anew when the facts of the second approval change, and the first one stays as it was', async () => {
    const rehearsal = rehearse();
    const { world } = rehearsal;
    await moved(rehearsal);
    const again = await readyToGo(rehearsal);
    world.backUp(primary, 60_000);
    await expect(approve(rehearsal, again)).rejects.toThrow(Refused);
    await world.clock.advance(60_000);
    const third = await rehearsal.until(again.run.id, 'asking anew', (view) => asksAgain(view) && view.planned?.revision === 3);
    expect(third.questions.map(({ row, outcome }) => [row, outcome])).toEqual([
      ['approval', 'approved'],
      ['cut-over', 'superseded'],
      ['cut-over', null],
    ]);
  });

  it('that is denied the second approval leaves users where they are, with a standby', async () => {
    const rehearsal = rehearse();
    const { world, recovery } = rehearsal;
    await moved(rehearsal);
    const again = await readyToGo(rehearsal);
    await recovery.vote({ run: again.run.id, hash: again.planned?.hash ?? '', verdict: 'deny', by: amir });
    const view = await rehearsal.until(again.run.id, 'closed', isClosed);
    expect(view.closed).toMatchObject({ result: 'denied', left: [] });
    expect(view.closed?.says).toContain(`shop stays in ${dr}, with a standby. Kept in ${primary}`);
    expect(world.regions.writable()).toEqual([dr]);
    expect(await world.database.status(primary)).toEqual({ state: 'available', replicaOf: dr });
    expect((await home(rehearsal)).closed?.result).toBe('succeeded');
  });

  it('gives users their writer back when the cut-over cannot be proved', async () => {
    const rehearsal = rehearse();
    const { world } = rehearsal;
    await moved(rehearsal);
    const again = await readyToGo(rehearsal);
    world.fail('agent', 'mark', 'always', new Refused('No marker today.'));
    await approve(rehearsal, again);
    const view = await rehearsal.until(again.run.id, 'closed', isClosed);
    expect(view.closed).toMatchObject({ result: 'rolled-back', left: [] });
    expect(world.regions.writable()).toEqual([dr]);
    expect(world.write(dr)).not.toBeNull();
  });

  it('that is stopped after users are home says what is left, which a reprotect does', async () => {
    const rehearsal = rehearse();
    const { world, recovery, until } = rehearsal;
    await moved(rehearsal);
    const again = await readyToGo(rehearsal);
    const mend = world.fail('rebuild', 'replicate', 'always', new Refused('There is no capacity.'));
    await approve(rehearsal, again);
    const paused = await until(again.run.id, 'asking', ({ phase }) => phase === 'waiting-for-decision');
    const open = paused.questions.find(({ outcome }) => outcome === null);
    expect(open?.row).toBe('rebuild-back');
    await recovery.decide({ run: again.run.id, question: open?.id ?? '', choice: 'stop', by: rosa });
    const view = await until(again.run.id, 'closed', isClosed);
    expect(view.closed?.says).toContain(`${primary} holds the database of shop`);
    expect(view.closed?.left[0]).toBe(`Make a replica of ${primary} in ${dr}, under the name that the database always had`);
    mend();
    const asked = await requested(rehearsal, 'to have a standby again', 'reprotect');
    expect([asked.run.from, asked.run.to]).toEqual([primary, dr]);
    await approve(rehearsal, asked);
    expect((await until(asked.run.id, 'closed', isClosed)).closed?.result).toBe('succeeded');
    expect(await world.database.status(dr)).toEqual({ state: 'available', replicaOf: primary });
  });

  it('goes on with what a reprotect has made already', async () => {
    const rehearsal = rehearse();
    const { world } = rehearsal;
    await moved(rehearsal);
    const asked = await requested(rehearsal, 'to have a standby again', 'reprotect');
    await approve(rehearsal, asked);
    await rehearsal.until(asked.run.id, 'closed', isClosed);
    expect((await home(rehearsal)).closed?.result).toBe('succeeded');
    expect(await world.rebuild.kept(primary)).toHaveLength(2);
  });

  it('waits a day for its second approval, because it asks at an hour that nobody chose', async () => {
    const rehearsal = rehearse();
    await moved(rehearsal);
    const again = await readyToGo(rehearsal);
    await rehearsal.world.clock.advance(20 * 3_600_000);
    await approve(rehearsal, again);
    expect((await rehearsal.until(again.run.id, 'closed', isClosed)).closed?.result).toBe('succeeded');
  });

  it('is not aborted past its point of no return, and says which plans lead away again', async () => {
    const rehearsal = rehearse();
    await moved(rehearsal);
    const again = await readyToGo(rehearsal);
    await approve(rehearsal, again, nina);
    const { id } = again.run;
    await rehearsal.until(id, 'past the point', ({ pointOfNoReturnAt }) => pointOfNoReturnAt !== null);
    await expect(rehearsal.recovery.abort({ run: id, by: rosa })).rejects.toThrow(
      'Going back means failing back, once this run is done: /dr reprotect shop, then /dr switchover shop.',
    );
  });

  it('is refused where the application is at home, and so is its dry run', async () => {
    const { recovery } = rehearse();
    const ask = { application: 'shop', plan: 'failback', reason: '', by: rosa } as const;
    await expect(recovery.begin(ask)).rejects.toThrow(`shop runs in ${primary}, which is its home`);
    await expect(recovery.dryRun('shop', 'failback')).rejects.toThrow('has nothing to do');
  });

  it('that is killed at any row goes on where it was', async () => {
    const rehearsal = rehearse();
    await moved(rehearsal);
    const again = await readyToGo(rehearsal);
    await rehearsal.crash();
    await approve(rehearsal, again);
    await rehearsal.until(again.run.id, 'leaving', isAt('keep-back'));
    await rehearsal.crash();
    expect((await rehearsal.until(again.run.id, 'closed', isClosed)).closed?.result).toBe('succeeded');
  });
});
