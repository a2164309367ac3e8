import { beforeEach, describe, expect, it } from 'vitest';
import { Busy, Denied, Refused } from '../../orchestrator/domain/errors.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { sweep } from '../../orchestrator/lambdas/sweep.ts';
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

const twoNeeded = {
  ...config,
  applications: Object.fromEntries(
    Object.entries(config.applications).map(([id, app]) => [id, { ...app, approval: { ...app.approval, needed: 2 } }]),
  ),
};

describe('asking', () => {
  let rehearsal: Rehearsal;
  beforeEach(() => {
    rehearsal = rehearse();
  });
  const begin = (application: string, by = rosa) => rehearsal.recovery.begin({ application, plan: 'failover', reason: '', by });

  it('is refused for an application that dr.yml does not name, with a suggestion', async () => {
    await expect(begin('shpo')).rejects.toThrow(
      new Refused('dr.yml names no application "shpo". It names: shop. Did you mean shop?'),
    );
    expect((await rehearsal.records.claims.look('shop')).epoch).toBe(0);
  });

  it('is denied to somebody dr.yml does not list', async () => {
    await expect(begin('shop', gus)).rejects.toThrow(Denied);
    expect((await rehearsal.records.claims.look('shop')).run).toBeNull();
  });

  it('is refused while another run holds the application, which is named', async () => {
    const asked = await requested(rehearsal);
    await expect(begin('shop')).rejects.toThrow(Busy);
    await expect(begin('shop')).rejects.toThrow(asked.run.id);
  });

  it('lets exactly one of two simultaneous requests through', async () => {
    const outcomes = await Promise.allSettled([begin('shop'), begin('shop', amir), begin('shop', nina)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await rehearsal.records.journal.open()).toHaveLength(1);
  });
});

describe('voting', () => {
  let rehearsal: Rehearsal;
  let asked: RunView;
  beforeEach(async () => {
    rehearsal = rehearse({ config: twoNeeded });
    asked = await requested(rehearsal);
  });
  const votes = async (): Promise<number> => (await rehearsal.recovery.view(asked.run.id)).questions[0]?.votes.length ?? 0;

  it('is denied to the requester, and the journal says who tried', async () => {
    await expect(approve(rehearsal, asked, rosa)).rejects.toThrow(Denied);
    const { refusals } = await rehearsal.recovery.view(asked.run.id);
    expect(refusals.map(({ by }) => by.id)).toEqual([rosa.id]);
    expect(await votes()).toBe(0);
  });

  it('is denied to somebody who is no approver', async () => {
    await expect(approve(rehearsal, asked, gus)).rejects.toThrow(Denied);
    expect(await votes()).toBe(0);
  });

  it('counts members of the user group', async () => {
    await approve(rehearsal, asked, nina);
    expect(await votes()).toBe(1);
  });

  it('counts a person once', async () => {
    await approve(rehearsal, asked, amir);
    await expect(approve(rehearsal, asked, amir)).rejects.toThrow(Refused);
    expect(await votes()).toBe(1);
  });

  it('counts a person once even when both votes arrive in the same instant', async () => {
    const outcomes = await Promise.allSettled([approve(rehearsal, asked, amir), approve(rehearsal, asked, amir)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await votes()).toBe(1);
  });

  it('needs the application typed', async () => {
    const vote = {
      run: asked.run.id,
      hash: asked.planned?.hash ?? '',
      verdict: 'approve',
      confirmation: 'chop',
      by: amir,
    } as const;
    await expect(rehearsal.recovery.vote(vote)).rejects.toThrow('type the application');
    expect(await votes()).toBe(0);
  });

  it('is refused on an old hash', async () => {
    const vote = { run: asked.run.id, hash: 'f'.repeat(64), verdict: 'approve', confirmation: 'shop', by: amir } as const;
    await expect(rehearsal.recovery.vote(vote)).rejects.toThrow(Refused);
    expect(await votes()).toBe(0);
  });

  it('is refused when it is late, and the request expires', async () => {
    await rehearsal.world.clock.advance(30 * 60_000 + 1);
    await expect(approve(rehearsal, asked, amir)).rejects.toThrow(Refused);
    await sweep(rehearsal.stage);
    const view = await rehearsal.until(asked.run.id, 'closed', isClosed);
    expect(view.closed?.result).toBe('expired');
    expect(rehearsal.world.write(primary)).not.toBeNull();
  });

  it('makes a new revision and voids the votes when the facts have drifted', async () => {
    await approve(rehearsal, asked, nina);
    rehearsal.world.kill(primary);
    await expect(approve(rehearsal, asked, amir)).rejects.toThrow('needs new votes on revision 2');
    const second = await rehearsal.until(asked.run.id, 'asked again', ({ questions }) => questions.length === 2);
    expect(second.questions.map(({ outcome }) => outcome)).toEqual(['superseded', null]);
    expect(second.planned).toMatchObject({ revision: 2, facts: { source: { fence: 'impossible' } } });

    await expect(approve(rehearsal, asked, amir)).rejects.toThrow(Refused);
    await approve(rehearsal, second, nina);
    await approve(rehearsal, second, amir);
    const view = await rehearsal.until(asked.run.id, 'closed', isClosed);
    expect(view.closed?.result).toBe('succeeded');
    expect(rehearsal.world.write(dr)).not.toBeNull();
  });

  it('ends the request when one approver denies it', async () => {
    await rehearsal.recovery.vote({ run: asked.run.id, hash: asked.planned?.hash ?? '', verdict: 'deny', by: nina });
    const view = await rehearsal.until(asked.run.id, 'closed', isClosed);
    expect(view.closed).toMatchObject({ result: 'denied', left: [] });
    await expect(approve(rehearsal, asked, amir)).rejects.toThrow('is over');
    expect(rehearsal.world.write(primary)).not.toBeNull();
  });

  it('has one outcome when the last two approvals arrive in the same instant', async () => {
    await Promise.allSettled([approve(rehearsal, asked, amir), approve(rehearsal, asked, nina)]);
    await rehearsal.until(asked.run.id, 'closed', isClosed);
    const entries = await rehearsal.records.journal.read(asked.run.id);
    expect(entries.filter(({ kind }) => kind === 'decided')).toHaveLength(1);
    expect(entries.filter(({ kind }) => kind === 'voted')).toHaveLength(2);
  });
});
