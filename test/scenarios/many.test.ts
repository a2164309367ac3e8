import { describe, expect, it } from 'vitest';
import { Denied, Refused } from '../../orchestrator/domain/errors.ts';
import type { Person } from '../../orchestrator/domain/run.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { sweep } from '../../orchestrator/lambdas/sweep.ts';
import { configOf, isAsking, isOver, rehearseMany, storyOf } from './many.ts';
import { amir, approve, config, dr, gus, isClosed, primary, requested, rosa, shop } from './rehearsal.ts';

describe('a set of applications', () => {
  it('asks for one approval, and moves every one of them by it', async () => {
    const many = rehearseMany({ shop: [], billing: [], mail: [] });
    const asked = await many.ask();
    expect(asked.set.id).toBe('SET-1');
    const waiting = await many.untilSet('SET-1', 'asking', isAsking);
    expect(waiting.planned?.members.map(({ application }) => application)).toEqual(['shop', 'billing', 'mail']);
    await many.approve(waiting);
    const ended = await many.untilSet('SET-1', 'over', isOver);
    expect(storyOf(ended)).toEqual({ shop: 'succeeded', billing: 'succeeded', mail: 'succeeded' });
    expect(ended.closed?.says).toBe('3 of 3 applications were moved.');
    for (const id of ['shop', 'billing', 'mail']) expect(many.worldOf(id).regions.writable()).toEqual([dr]);
    expect(await many.records.sets.open()).toEqual([]);
  });

  it('moves an application after those that it comes after, and together with the others', async () => {
    const many = rehearseMany({ web: ['shop'], shop: ['db'], db: [], mail: [] });
    const { set } = await many.ask();
    await many.approve(await many.untilSet(set.id, 'asking', isAsking));
    const { members } = await many.untilSet(set.id, 'over', isOver);
    expect(members.map(({ application, wave }) => [application, wave])).toEqual([
      ['web', 3],
      ['shop', 2],
      ['db', 1],
      ['mail', 1],
    ]);
    const [web, shop, db, mail] = members;
    expect(shop?.releasedAt).toBeGreaterThanOrEqual(db?.run?.closed?.at ?? Number.POSITIVE_INFINITY);
    expect(web?.releasedAt).toBeGreaterThanOrEqual(shop?.run?.closed?.at ?? Number.POSITIVE_INFINITY);
    expect(mail?.releasedAt).toBeLessThan(db?.run?.closed?.at ?? 0);
  });

  it('does not hold those up that do not depend on one that fails, and blocks those that do', async () => {
    const many = rehearseMany({ shop: ['db'], db: [], mail: [], web: ['shop'] });
    many.worldOf('db').fail('services', 'scale', 'always', new Refused('Access is denied.'));
    const { set } = await many.ask();
    await many.approve(await many.untilSet(set.id, 'asking', isAsking));
    const paused = await many.untilSet(set.id, 'a choice', ({ members }) => {
      const phases = members.map(({ run }) => run?.phase);
      return phases.includes('waiting-for-decision') && phases.includes('closed');
    });
    expect(storyOf(paused)).toMatchObject({ db: 'waiting-for-decision', mail: 'succeeded', shop: 'waiting-for-approval' });
    const db = paused.members[1]?.run;
    const question = db?.questions.at(-1)?.id ?? '';
    await many.recovery.decide({ run: db?.run.id ?? '', question, choice: 'stop', by: rosa });
    const ended = await many.untilSet(set.id, 'over', isOver);
    expect(storyOf(ended)).toEqual({ db: 'stopped', mail: 'succeeded', shop: 'blocked', web: 'blocked' });
    expect(ended.members[0]?.run?.closed?.says).toBe(
      'shop comes after db, which was not moved. shop is as it was, in us-east-1.',
    );
    expect(ended.closed?.says).toBe('1 of 4 applications were moved.');
    expect(many.worldOf('shop').regions.writable()).toEqual([primary]);
  });

  it('leaves out one that cannot be asked for, says why, and moves the others', async () => {
    const many = rehearseMany({ shop: [], db: [], web: ['db'] });
    await many.recovery.lock({ application: 'db', reason: 'a migration', by: rosa });
    const { set } = await many.ask();
    await many.approve(await many.untilSet(set.id, 'asking', isAsking));
    const story = storyOf(await many.untilSet(set.id, 'over', isOver));
    expect(story).toMatchObject({ shop: 'succeeded', web: 'blocked' });
    expect(story.db).toContain('db is locked by U0REQUESTER (a migration)');
  });

  it('ends one that cannot be prepared, before the approval of the others', async () => {
    const many = rehearseMany({ shop: [], db: [] });
    many.worldOf('db').kill(dr);
    const { set } = await many.ask();
    const waiting = await many.untilSet(set.id, 'asking', isAsking);
    expect(waiting.planned?.members.map(({ application }) => application)).toEqual(['shop']);
    await many.approve(waiting);
    const { members } = await many.untilSet(set.id, 'over', isOver);
    expect(members.map(({ run }) => run?.closed?.result)).toEqual(['succeeded', 'blocked']);
    expect(members[1]?.run?.closed?.says).toContain('us-west-2');
  });

  it('moves no more than ten at a time', async () => {
    const names = ['shop', ...Array.from({ length: 11 }, (_, index) => `app-${index}`)];
    const many = rehearseMany(Object.fromEntries(names.map((name) => [name, []])));
    const { set } = await many.ask();
    await many.approve(await many.untilSet(set.id, 'asking', isAsking));
    let most = 0;
    const { members } = await many.untilSet(set.id, 'over', (view) => {
      const moving = view.members.filter(({ releasedAt, run }) => releasedAt !== null && run?.closed === null);
      most = Math.max(most, moving.length);
      return isOver(view);
    });
    expect(most).toBe(10);
    expect(members.every(({ run }) => run?.closed?.result === 'succeeded')).toBe(true);
  });

  it('has one whose facts have changed when its turn comes approved anew, for itself', async () => {
    const many = rehearseMany({ shop: ['db'], db: [] });
    const { set } = await many.ask();
    await many.approve(await many.untilSet(set.id, 'asking', isAsking));
    many.worldOf('shop').kill(primary);
    const isAskingAnew = (run: RunView | null | undefined) =>
      run?.planned?.revision === 2 && run.phase === 'waiting-for-approval';
    const { members } = await many.untilSet(set.id, 'a new revision', (view) => isAskingAnew(view.members[0]?.run));
    const shop = members[0]?.run;
    expect(shop?.planned?.drift.join()).toContain('us-east-1');
    if (shop) await approve(many, shop);
    expect(storyOf(await many.untilSet(set.id, 'over', isOver))).toEqual({ shop: 'succeeded', db: 'succeeded' });
  });
});

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

  it('is of several applications that are known, and asked for by somebody who may ask for each', async () => {
    const { recovery } = rehearseMany({ shop: [], db: [] });
    const begin = (applications: readonly string[], by: Person) =>
      recovery.sets.begin({ applications, plan: 'failover', reason: '', by });
    await expect(begin(['shop', 'shop'], rosa)).rejects.toThrow('name at least two');
    await expect(begin(['shpo', 'db'], rosa)).rejects.toThrow('Did you mean shop?');
    await expect(begin(['shop', 'db'], gus)).rejects.toThrow(Denied);
  });
});
