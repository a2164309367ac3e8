import { describe, expect, it } from 'vitest';
import { Denied, Refused } from '../../orchestrator/domain/errors.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import {
  amir,
  approve,
  config,
  dr,
  gus,
  isClosed,
  nina,
  primary,
  type Rehearsal,
  rehearse,
  requested,
  rosa,
} from './rehearsal.ts';

type Breakable = Parameters<Rehearsal['world']['fail']>;

/** A failover that is paused because a step was refused; `mend` ends what refused it. */
async function paused(rehearsal: Rehearsal, port: Breakable[0], method: never): Promise<{ view: RunView; mend: () => void }> {
  const asked = await requested(rehearsal);
  const mend = rehearsal.world.fail(port, method, 'always', new Refused('Access is denied.'));
  await approve(rehearsal, asked);
  return { view: await rehearsal.until(asked.run.id, 'asking', ({ phase }) => phase === 'waiting-for-decision'), mend };
}

const openQuestion = ({ questions }: RunView): string => questions.findLast(({ outcome }) => outcome === null)?.id ?? '';
const stateOf = ({ rows }: RunView, row: string) => rows.find(({ id }) => id === row)?.state;

describe('skipping a step that failed', () => {
  it('takes a reason and a second person who is an approver, and both are on record', async () => {
    const rehearsal = rehearse();
    const { recovery, until } = rehearsal;
    const { view } = await paused(rehearsal, 'probe', 'throughBalancer' as never);
    const skip = { run: view.run.id, question: openQuestion(view), choice: 'skip' } as const;

    await expect(recovery.decide({ ...skip, by: rosa })).rejects.toThrow('Say why');
    const proposed = await recovery.decide({ ...skip, reason: 'The probe is broken, users are fine.', by: rosa });
    expect(proposed.phase).toBe('waiting-for-decision');
    await expect(recovery.decide({ ...skip, reason: 'Again.', by: rosa })).rejects.toThrow(Refused);
    await recovery.decide({ ...skip, by: amir });
    const after = await until(view.run.id, 'closed', isClosed);

    expect(after.closed?.result).toBe('succeeded');
    expect(after.rows.find(({ id }) => id === 'verify-target')).toMatchObject({
      state: 'skipped',
      says: 'Skipped by U0REQUESTER and U0APPROVER1: The probe is broken, users are fine.',
    });
  });

  it('is denied to a second person who is no approver', async () => {
    const approvers = { users: [amir.id] };
    const shop = config.applications.shop;
    if (shop === undefined) throw new Error('dr.yml has no shop.');
    const approval = { ...shop.approval, approvers };
    const rehearsal = rehearse({ config: { ...config, applications: { shop: { ...shop, approval } } } });
    const { view } = await paused(rehearsal, 'probe', 'throughBalancer' as never);
    const skip = { run: view.run.id, question: openQuestion(view), choice: 'skip', reason: 'It is broken.' } as const;
    await rehearsal.recovery.decide({ ...skip, by: amir });
    await expect(rehearsal.recovery.decide({ ...skip, by: nina })).rejects.toThrow(Denied);
    const { phase, refusals } = await rehearsal.recovery.view(view.run.id);
    expect(phase).toBe('waiting-for-decision');
    expect(refusals.at(-1)?.by).toEqual(nina);
  });

  it('takes an approver also where two people who are none propose it in the same instant', async () => {
    const shop = config.applications.shop;
    if (shop === undefined) throw new Error('dr.yml has no shop.');
    const approval = { ...shop.approval, requesters: { users: [rosa.id, gus.id] }, approvers: { users: [amir.id] } };
    const rehearsal = rehearse({ config: { ...config, applications: { shop: { ...shop, approval } } } });
    const { recovery } = rehearsal;
    const { view } = await paused(rehearsal, 'probe', 'throughBalancer' as never);
    const skip = { run: view.run.id, question: openQuestion(view), choice: 'skip', reason: 'It is broken.' } as const;
    await Promise.all([recovery.decide({ ...skip, by: rosa }), recovery.decide({ ...skip, by: gus })]);
    expect((await recovery.view(view.run.id)).phase).toBe('waiting-for-decision');
    await recovery.decide({ ...skip, by: amir });
    const { rows, questions } = await rehearsal.until(view.run.id, 'closed', isClosed);
    expect(rows.find(({ id }) => id === 'verify-target')?.state).toBe('skipped');
    expect(questions.at(-1)?.votes.map(({ by }) => by.id)).toEqual([rosa.id, gus.id, amir.id]);
  });

  it('may be thought better of: who proposed it can still choose to retry', async () => {
    const rehearsal = rehearse();
    const { view, mend } = await paused(rehearsal, 'probe', 'throughBalancer' as never);
    const asked = { run: view.run.id, question: openQuestion(view), by: rosa };
    await rehearsal.recovery.decide({ ...asked, choice: 'skip', reason: 'It is broken.' });
    mend();
    await rehearsal.recovery.decide({ ...asked, choice: 'retry' });
    const after = await rehearsal.until(view.run.id, 'closed', isClosed);
    expect([after.closed?.result, stateOf(after, 'verify-target')]).toEqual(['succeeded', 'done']);
  });

  it('is refused for a step that nobody can do without', async () => {
    const rehearsal = rehearse();
    const { view } = await paused(rehearsal, 'traffic', 'shift' as never);
    const skip = { run: view.run.id, question: openQuestion(view), choice: 'skip', reason: 'Why not.', by: rosa } as const;
    await expect(rehearsal.recovery.decide(skip)).rejects.toThrow('Nobody can go on without shift-traffic');
  });

  it('leaves nothing to do of it for whoever aborts too late', async () => {
    const rehearsal = rehearse();
    const { recovery, until, world } = rehearsal;
    const { view } = await paused(rehearsal, 'probe', 'throughBalancer' as never);
    world.fail('traffic', 'shift', 'always', new Refused('Access is denied.'));
    const skip = { run: view.run.id, question: openQuestion(view), choice: 'skip', reason: 'It is broken.' } as const;
    await recovery.decide({ ...skip, by: rosa });
    await recovery.decide({ ...skip, by: amir });
    await until(view.run.id, 'paused once more', (seen) => stateOf(seen, 'shift-traffic') === 'failed');
    const refused = await recovery.abort({ run: view.run.id, by: rosa }).catch(String);
    expect(refused).toMatch(/Left to do: send users of /);
    expect(refused).not.toContain('through the load balancer');
    expect(refused).toContain('Going back means failing back, once this run is done: /dr failback shop.');
  });

  it('is remembered by a platform that is killed right afterwards', async () => {
    const rehearsal = rehearse();
    const { view } = await paused(rehearsal, 'probe', 'throughBalancer' as never);
    const skip = { run: view.run.id, question: openQuestion(view), choice: 'skip', reason: 'It is broken.' } as const;
    await rehearsal.recovery.decide({ ...skip, by: rosa });
    await rehearsal.recovery.decide({ ...skip, by: amir });
    await rehearsal.crash();
    const after = await rehearsal.until(view.run.id, 'closed', isClosed);
    expect([after.closed?.result, stateOf(after, 'verify-target')]).toEqual(['succeeded', 'skipped']);
  });
});

describe('rolling back', () => {
  it('is refused past the point of no return, and the run still asks', async () => {
    const rehearsal = rehearse();
    const { view } = await paused(rehearsal, 'traffic', 'shift' as never);
    const back = { run: view.run.id, question: openQuestion(view), choice: 'roll-back', by: rosa } as const;
    await expect(rehearsal.recovery.decide(back)).rejects.toThrow('past its point of no return');
    expect((await rehearsal.recovery.view(view.run.id)).phase).toBe('waiting-for-decision');
  });

  it('is refused once it is under way and asks: what is left then is to retry, or to stop', async () => {
    const rehearsal = rehearse();
    const { recovery, until, world } = rehearsal;
    const { view } = await paused(rehearsal, 'agent', 'mark' as never);
    world.fail('agent', 'open', 'always', new Refused('Access is denied.'));
    const back = { run: view.run.id, choice: 'roll-back', by: rosa } as const;
    await recovery.decide({ ...back, question: openQuestion(view) });
    const asking = await until(view.run.id, 'asking about the undo', (seen) => openQuestion(seen).startsWith('undo-fence'));
    const again = recovery.decide({ ...back, question: openQuestion(asking) });
    await expect(again).rejects.toThrow('DR-1 is being taken back already: retry, or stop.');
  });

  it('is refused to a run that lost its claim, which is not told that it moved anything', async () => {
    const rehearsal = rehearse();
    const { view } = await paused(rehearsal, 'agent', 'mark' as never);
    await rehearsal.records.claims.release({ application: 'shop', run: view.run.id, epoch: view.run.epoch });
    const back = { run: view.run.id, question: openQuestion(view), choice: 'roll-back', by: rosa } as const;
    await expect(rehearsal.recovery.decide(back)).rejects.toThrow('DR-1 no longer holds shop in epoch 1: nobody does.');
  });
});

describe('stopping', () => {
  it('leaves everything as it is before the point of no return, and says what that is', async () => {
    const rehearsal = rehearse();
    const { world } = rehearsal;
    const { view } = await paused(rehearsal, 'agent', 'mark' as never);
    await rehearsal.recovery.decide({ run: view.run.id, question: openQuestion(view), choice: 'stop', by: amir });
    const { closed, rows } = await rehearsal.until(view.run.id, 'closed', isClosed);
    expect(closed).toMatchObject({ result: 'stopped', says: expect.stringContaining('nothing was taken back') });
    expect(closed?.left).toContain(`Let the writers log in to ${primary} again`);
    expect(rows.find(({ id }) => id === 'fence')?.state).toBe('done');
    expect([world.write(primary), world.write(dr)]).toEqual([null, null]);
    expect((await rehearsal.records.claims.look('shop')).run).toBeNull();
  });

  it('is no end: the next failover goes on from there', async () => {
    const rehearsal = rehearse();
    const { view, mend } = await paused(rehearsal, 'agent', 'mark' as never);
    await rehearsal.recovery.decide({ run: view.run.id, question: openQuestion(view), choice: 'stop', by: amir });
    await rehearsal.until(view.run.id, 'closed', isClosed);
    mend();
    const next = await requested(rehearsal);
    await approve(rehearsal, next);
    const after = await rehearsal.until(next.run.id, 'closed', isClosed);
    expect(after.closed?.result).toBe('succeeded');
    expect(rehearsal.world.write(dr)).not.toBeNull();
  });
});
