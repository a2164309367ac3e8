import { describe, expect, it } from 'vitest';
import { Refused } from '../../orchestrator/domain/errors.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { sweep } from '../../orchestrator/lambdas/sweep.ts';
import { failover } from '../../orchestrator/plans/failover.ts';
import { revise } from '../../orchestrator/questions.ts';
import { isAsking, isOver, rehearseMany, storyOf } from './many.ts';
import { amir, approve, dr, primary, rosa } from './rehearsal.ts';

function fail(): never {
  throw new Error('There is no such run.');
}

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

  it('keeps to an order that leads over an application which is not in the set', async () => {
    const many = rehearseMany({ web: ['shop'], shop: ['db'], db: [] });
    const { members } = await many.ask(['web', 'db']);
    expect(members.map(({ application, wave }) => [application, wave])).toEqual([
      ['web', 2],
      ['db', 1],
    ]);
  });

  it('is not approved while a member is locked, and a member that is locked after that does not begin', async () => {
    const many = rehearseMany({ shop: ['db'], db: [] });
    const { recovery } = many;
    const lock = { reason: 'a migration is under way', by: rosa };
    const { set } = await many.ask();
    const waiting = await many.untilSet(set.id, 'asking', isAsking);
    await recovery.lock({ application: 'db', ...lock });
    await expect(many.approve(waiting)).rejects.toThrow('SET-1 cannot start now: db is locked by U0REQUESTER');
    await recovery.unlock({ application: 'db', by: rosa });
    await many.approve(waiting);
    await recovery.lock({ application: 'shop', ...lock });
    const { members } = await many.untilSet(set.id, 'over', isOver);
    expect(members.map(({ run }) => run?.closed?.result)).toEqual(['blocked', 'succeeded']);
    expect(members[0]?.run?.closed?.says).toContain('shop is locked by U0REQUESTER (a migration is under way).');
    expect(many.worldOf('shop').regions.writable()).toEqual([primary]);
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

  it('looks again at one of which neither Region answers, and moves it with the others', async () => {
    const many = rehearseMany({ shop: [], db: [] });
    for (const region of [primary, dr]) many.worldOf('db').kill(region);
    const { set, members } = await many.ask();
    expect(members.map(({ run, leftOut }) => [run?.run.application, leftOut])).toEqual([
      ['shop', null],
      [undefined, null],
    ]);
    for (const region of [primary, dr]) many.worldOf('db').heal(region);
    await sweep(many.stage);
    await many.approve(await many.untilSet(set.id, 'asking', isAsking));
    expect(storyOf(await many.untilSet(set.id, 'over', isOver))).toEqual({ shop: 'succeeded', db: 'succeeded' });
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

  it('is asked for anew where facts have changed before the vote, which is void, and moves by the second', async () => {
    const many = rehearseMany({ shop: [], db: [] });
    const { set } = await many.ask();
    const first = await many.untilSet(set.id, 'asking', isAsking);
    many.worldOf('shop').kill(primary);
    expect((await many.recovery.sets.review(set.id, amir)).drift.join()).toContain('shop: us-east-1');
    await expect(many.approve(first)).rejects.toThrow(/so SET-1 needs new votes on revision 2: shop: us-east-1/);
    const second = await many.untilSet(
      set.id,
      'asking anew',
      ({ planned, question }) => planned?.revision === 2 && question?.outcome === null,
    );
    expect(second.questions.map(({ outcome, votes }) => [outcome, votes])).toEqual([
      ['superseded', []],
      [null, []],
    ]);
    expect(second.members.map(({ run }) => run?.planned?.revision)).toEqual([2, 1]);
    await expect(approve(many, second.members[0]?.run ?? fail())).rejects.toThrow('is decided with SET-1, as a whole');
    await many.approve(second);
    expect(storyOf(await many.untilSet(set.id, 'over', isOver))).toEqual({ shop: 'succeeded', db: 'succeeded' });
  });

  it('is approved although one cannot run just then, which asks for itself when its turn comes', async () => {
    const many = rehearseMany({ shop: [], db: [] });
    const { set } = await many.ask();
    const asking = await many.untilSet(set.id, 'asking', isAsking);
    many.worldOf('shop').kill(dr);
    expect((await many.recovery.sets.review(set.id, amir)).drift.join()).toContain('shop: us-west-2 does not answer');
    await many.approve(asking);
    const { members } = await many.untilSet(set.id, 'db over, and shop asking', (view) => {
      const [shop, db] = view.members.map(({ run }) => run);
      return db?.closed != null && shop?.planned?.revision === 2 && shop.phase === 'waiting-for-approval';
    });
    await expect(approve(many, members[0]?.run ?? fail())).rejects.toThrow('DR-1 cannot run now: us-west-2 does not answer');
    many.worldOf('shop').heal(dr);
    await approve(many, members[0]?.run ?? fail());
    expect(storyOf(await many.untilSet(set.id, 'over', isOver))).toEqual({ shop: 'succeeded', db: 'succeeded' });
  });

  it('never moves by facts that nobody saw, nor waits for ever, where they change in the very moment of the vote', async () => {
    const many = rehearseMany({ shop: [], db: [] });
    const { set } = await many.ask();
    const { planned, members } = await many.untilSet(set.id, 'asking', isAsking);
    const vote = { by: amir, verdict: 'approve', at: many.stage.now() } as const;
    const shop = members[0]?.run?.planned ?? fail();
    await revise(many.records, {
      ...{
        run: members[0]?.run?.run ?? fail(),
        plan: failover,
        row: 'approval',
        drift: ['it fell behind'],
        at: many.stage.now(),
      },
      facts: { ...shop.facts, estimatedRpoMs: 60_000 },
    });
    await many.records.questions.vote(set.id, 'approval.1', planned?.hash ?? '', vote);
    await sweep(many.stage);
    await many.untilSet(set.id, 'shop over', (view) => view.members[0]?.run?.closed != null);
    const ended = await many.untilSet(set.id, 'over', isOver);
    expect(storyOf(ended)).toEqual({ shop: 'blocked', db: 'succeeded' });
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
