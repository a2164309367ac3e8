import { describe, expect, it } from 'vitest';
import { Denied, Refused } from '../../orchestrator/domain/errors.ts';
import type { Person } from '../../orchestrator/domain/run.ts';
import { sweep } from '../../orchestrator/lambdas/sweep.ts';
import { configOf, isAsking, isOver, rehearseMany, storyOf } from './many.ts';
import { amir, approve, config, gus, isClosed, nina, primary, requested, rosa, shop } from './rehearsal.ts';

const idsOf = (people: readonly Person[]) => people.map(({ id }) => id);

describe('what people decide about a set', () => {
  it('denied once is denied for all, by the same person', async () => {
    const many = rehearseMany({ shop: [], db: [] });
    const { set } = await many.ask();
    const { planned } = await many.untilSet(set.id, 'asking', isAsking);
    await many.recovery.sets.vote({ set: set.id, hash: planned?.hash ?? '', verdict: 'deny', by: amir });
    const ended = await many.untilSet(set.id, 'over', isOver);
    expect(storyOf(ended)).toEqual({ shop: 'denied', db: 'denied' });
    expect(ended.closed?.says).toBe('The request was denied: nothing was moved.');
    expect(ended.members[0]?.run?.questions[0]).toMatchObject({ outcome: 'denied', decidedBy: amir });
  });

  it('expires for all when nobody decides', async () => {
    const many = rehearseMany({ shop: [], db: [] });
    const { set } = await many.ask();
    await many.untilSet(set.id, 'asking', isAsking);
    await many.world.clock.advance(shop.approval.expires);
    await sweep(many.stage);
    expect(storyOf(await many.untilSet(set.id, 'over', isOver))).toEqual({ shop: 'expired', db: 'expired' });
  });

  it('needs as many approvals as its strictest member, and hands none on where they were too few', async () => {
    const { applications } = configOf({ shop: [], db: [] });
    const { id: _, ...like } = shop;
    const db = { ...like, approval: { ...shop.approval, needed: 2 } };
    const many = rehearseMany({ shop: [], db: [] }, { config: { ...config, applications: { ...applications, db } } });
    const { set } = await many.ask();
    await many.approve(await many.untilSet(set.id, 'asking', isAsking));
    expect((await many.recovery.sets.view(set.id)).question).toMatchObject({ needed: 2, outcome: null });
    await many.world.clock.advance(shop.approval.expires);
    await sweep(many.stage);
    const { members } = await many.untilSet(set.id, 'over', isOver);
    expect(members.map(({ run }) => run?.closed?.result)).toEqual(['expired', 'expired']);
    expect(members.map(({ run }) => run?.questions[0]?.votes)).toEqual([[], []]);
  });

  it('aborted, takes back what can be taken back, and begins nothing more', async () => {
    const many = rehearseMany({ shop: ['db'], db: [], mail: [] });
    many.worldOf('mail').fail('agent', 'fence', 'always', new Refused('Access is denied.'));
    many.worldOf('db').fail('traffic', 'shift', 'always', new Refused('Access is denied.'));
    const { set } = await many.ask();
    await many.approve(await many.untilSet(set.id, 'asking', isAsking));
    const isPaused = (phase: string | undefined) => phase === 'waiting-for-decision';
    const { members } = await many.untilSet(set.id, 'choices', (view) =>
      view.members.slice(1).every(({ run }) => isPaused(run?.phase)),
    );
    await many.recovery.sets.abort({ set: set.id, by: rosa });
    await many.untilSet(
      set.id,
      'aborted',
      (view) => view.members[2]?.run?.closed != null && view.members[0]?.run?.closed != null,
    );
    const db = members[1]?.run;
    await many.recovery.decide({ run: db?.run.id ?? '', question: db?.questions.at(-1)?.id ?? '', choice: 'stop', by: rosa });
    const ended = await many.untilSet(set.id, 'over', isOver);
    expect(storyOf(ended)).toEqual({ shop: 'aborted', db: 'stopped', mail: 'aborted' });
    expect(many.worldOf('mail').regions.writable()).toEqual([primary]);
  });

  it('takes an approver of every member, who did not ask, and who types the id', async () => {
    const many = rehearseMany({ shop: [], db: [] });
    const { set } = await many.ask();
    const { planned } = await many.untilSet(set.id, 'asking', isAsking);
    const vote = (by: Person, confirmation = set.id) =>
      many.recovery.sets.vote({ set: set.id, hash: planned?.hash ?? '', verdict: 'approve', confirmation, by });
    await expect(vote(rosa)).rejects.toThrow('You requested SET-1, so somebody else has to decide it.');
    await expect(vote(gus)).rejects.toThrow(Denied);
    await expect(vote(amir, 'shop')).rejects.toThrow('type the id of the set: SET-1');
  });

  it('is of those alone who may do that with every member, not with the first', async () => {
    const { id: _, ...like } = shop;
    const ledBy = (requesters: readonly Person[], approvers: readonly Person[]) => ({
      ...like,
      approval: { ...shop.approval, requesters: { users: idsOf(requesters) }, approvers: { users: idsOf(approvers) } },
    });
    const applications = { shop: ledBy([rosa, gus], [amir, nina]), db: ledBy([rosa], [nina]) };
    const many = rehearseMany({ shop: [], db: [] }, { config: { ...config, applications } });
    const { sets } = many.recovery;
    const request = { applications: ['shop', 'db'], plan: 'failover', reason: '' } as const;
    await expect(sets.begin({ ...request, by: gus })).rejects.toThrow('You may not ask for recoveries of db');
    const { set } = await sets.begin({ ...request, by: rosa });
    const { planned } = await many.untilSet(set.id, 'asking', isAsking);
    const vote = (by: Person) =>
      sets.vote({ set: set.id, hash: planned?.hash ?? '', verdict: 'approve', confirmation: set.id, by });
    await expect(vote(amir)).rejects.toThrow('dr.yml does not list you as an approver of db.');
    for (const by of [amir, gus]) {
      await expect(sets.abort({ set: set.id, by })).rejects.toThrow('neither as a requester nor as an approver of db.');
    }
    expect((await vote(nina)).question?.outcome).toBe('approved');
  });

  it('is not decided member by member', async () => {
    const many = rehearseMany({ shop: [], db: [] });
    const { set } = await many.ask();
    const { members } = await many.untilSet(set.id, 'asking', isAsking);
    const run = members[0]?.run;
    expect(run).not.toBeNull();
    if (run) await expect(approve(many, run)).rejects.toThrow('is decided with SET-1, as a whole');
  });

  it('is refused for applications that would move in different directions', async () => {
    const many = rehearseMany({ shop: [], db: [] });
    const asked = await requested(many, 'first alone');
    await approve(many, asked);
    await many.until(asked.run.id, 'closed', isClosed);
    const { set } = await many.recovery.sets.begin({
      ...{ applications: ['shop', 'db'], plan: 'failover', reason: '', overrides: true, by: rosa },
    });
    const { closed, members } = await many.untilSet(set.id, 'over', isOver);
    expect(closed?.says).toBe(
      'shop would move from us-west-2 to us-east-1; db would move from us-east-1 to us-west-2. Nothing was begun: ask for those that move the same way, together.',
    );
    expect(members.every(({ run }) => run === null)).toBe(true);
    await sweep(many.stage);
    expect(await many.records.sets.open()).toEqual([]);
  });

  it('leaves out at once, before a Region is looked at, what the records forbid, and is refused where that is everything', async () => {
    const many = rehearseMany({ shop: [], db: [], mail: [] }, { before: () => new Promise(() => {}) });
    await many.recovery.lock({ application: 'db', reason: 'a migration', by: rosa });
    await many.records.claims.take('mail', many.stage.now());
    await expect(many.ask(['db', 'mail'])).rejects.toThrow(
      /^None of them can be asked for. db is locked by U0REQUESTER \(a migration\).* DR-1 holds mail/,
    );
    expect(await many.records.sets.open()).toEqual([]);
    expect(storyOf(await many.ask())).toMatchObject({ shop: 'not begun', db: expect.stringContaining('locked') });
  });

  it('leaves out what was just moved, unless that is set aside', async () => {
    const many = rehearseMany({ shop: [], db: [] });
    const asked = await requested(many, 'first alone');
    await approve(many, asked);
    await many.until(asked.run.id, 'closed', isClosed);
    expect(storyOf(await many.ask()).shop).toContain('1 h have to pass between two unplanned moves');
  });

  it('is of several applications that are known, and asked for by somebody who may ask for each', async () => {
    const { recovery } = rehearseMany({ shop: [], db: [] });
    const begin = (applications: readonly string[], by: Person) =>
      recovery.sets.begin({ applications, plan: 'failover', reason: '', by });
    await expect(begin(['shop', 'shop'], rosa)).rejects.toThrow('name at least two');
    await expect(begin(['shpo', 'db'], rosa)).rejects.toThrow('Did you mean shop?');
    await expect(begin(['shop', 'db'], gus)).rejects.toThrow(Denied);
  });
});
