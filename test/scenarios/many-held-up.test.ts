import { describe, expect, it } from 'vitest';
import { Refused } from '../../orchestrator/domain/errors.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import type { SetView } from '../../orchestrator/domain/set-view.ts';
import { sweep } from '../../orchestrator/lambdas/sweep.ts';
import { plans } from '../../orchestrator/plans/plans.ts';
import { revise } from '../../orchestrator/questions.ts';
import { follow } from '../../orchestrator/sets/follow.ts';
import { isAsking, isOver, type Many, rehearseMany, storyOf } from './many.ts';
import { amir, primary, rosa, shop } from './rehearsal.ts';

const memberOf = ({ members }: SetView, application: string): RunView => {
  const run = members.find((member) => member.application === application)?.run ?? null;
  if (run === null) throw new Error(`${application} has no run.`);
  return run;
};

/** A set under way of which db waits for people about its changed facts: web comes after it, mail does not. */
async function withOneThatAsks(): Promise<{ readonly many: Many; readonly id: string; readonly db: RunView }> {
  const many = rehearseMany({ first: [], db: ['first'], web: ['db'], mail: ['first'], shop: [] });
  const { set } = await many.ask();
  await many.approve(await many.untilSet(set.id, 'asking', isAsking));
  many.worldOf('db').kill(primary);
  const view = await many.untilSet(set.id, 'db asking for itself', (seen) => {
    const run = memberOf(seen, 'db');
    return run.planned?.revision === 2 && run.phase === 'waiting-for-approval';
  });
  return { many, id: set.id, db: memberOf(view, 'db') };
}

const vote = ({ recovery }: Many, { run, planned }: RunView, verdict: 'approve' | 'deny') =>
  recovery.vote({ run: run.id, hash: planned?.hash ?? '', verdict, confirmation: run.application, by: amir });

describe('a member of a set that is not moved', () => {
  const ways: readonly (readonly [string, (many: Many, db: RunView) => Promise<unknown>])[] = [
    ['denied', (many, db) => vote(many, db, 'deny')],
    ['aborted', (many, db) => many.recovery.abort({ run: db.run.id, by: rosa })],
    [
      'expired',
      async (many) => {
        await many.world.clock.advance(shop.approval.expires + 60_000);
        await sweep(many.stage);
      },
    ],
  ];

  it.each(ways)('because it was %s holds up none but those that come after it', async (result, end) => {
    const { many, id, db } = await withOneThatAsks();
    expect(storyOf(await many.untilSet(id, 'mail over', (view) => memberOf(view, 'mail').closed !== null))).toMatchObject({
      ...{ mail: 'succeeded', shop: 'succeeded', db: 'waiting-for-approval', web: 'waiting-for-approval' },
    });
    await end(many, db);
    const ended = await many.untilSet(id, 'over', isOver);
    expect(storyOf(ended)).toEqual({ first: 'succeeded', db: result, web: 'blocked', mail: 'succeeded', shop: 'succeeded' });
    expect(memberOf(ended, 'web').closed?.says).toContain('web comes after db, which was not moved.');
  });

  it('because its step failed holds up none, and its choice lets those that come after it go on', async () => {
    const many = rehearseMany({ db: [], web: ['db'], shop: [] });
    const mend = many.worldOf('db').fail('services', 'scale', 'always', new Refused('Access is denied.'));
    const { set } = await many.ask();
    await many.approve(await many.untilSet(set.id, 'asking', isAsking));
    const paused = await many.untilSet(set.id, 'paused, and shop over', (view) => {
      return memberOf(view, 'db').phase === 'waiting-for-decision' && memberOf(view, 'shop').closed !== null;
    });
    expect(storyOf(paused)).toEqual({ db: 'waiting-for-decision', web: 'waiting-for-approval', shop: 'succeeded' });
    mend();
    const { run, questions } = memberOf(paused, 'db');
    await many.recovery.decide({ run: run.id, question: questions.at(-1)?.id ?? '', choice: 'retry', by: rosa });
    expect(storyOf(await many.untilSet(set.id, 'over', isOver))).toEqual({
      db: 'succeeded',
      web: 'succeeded',
      shop: 'succeeded',
    });
  });
});

describe('a member of which other facts are frozen than were approved', () => {
  it('is not let go by the end of the one before it, and is to be asked for once more', async () => {
    const many = rehearseMany({ shop: [], db: ['shop'] });
    const { records, stage } = many;
    const mend = many.world.fail('services', 'scale', 'always', new Refused('Access is denied.'));
    const { set } = await many.ask();
    await many.approve(await many.untilSet(set.id, 'asking', isAsking));
    const paused = await many.untilSet(set.id, 'paused', (view) => memberOf(view, 'shop').phase === 'waiting-for-decision');
    const { run, planned } = memberOf(paused, 'db');
    if (planned === null) throw new Error('db has no facts.');
    const { row, facts } = planned;
    const newer = { ...facts, at: facts.at + 1 };
    await revise(records, { run, plan: plans[run.plan], row, facts: newer, drift: ['it has changed'], at: stage.now() });
    mend();
    const { run: shop, questions } = memberOf(paused, 'shop');
    await many.recovery.decide({ run: shop.id, question: questions.at(-1)?.id ?? '', choice: 'retry', by: rosa });
    await many.untilEntry(set.id, 'ended');
    await follow(stage, set.id, ['shop', 'db']);
    expect((await many.recovery.sets.view(set.id)).members.map(({ releasedAt }) => releasedAt !== null)).toEqual([true, false]);
    await sweep(stage);
    const ended = await many.untilSet(set.id, 'over', isOver);
    expect(storyOf(ended)).toEqual({ shop: 'succeeded', db: 'blocked' });
    expect(memberOf(ended, 'db').closed?.says).toContain('Its facts changed while the set was being approved');
  });
});

describe('ten members of a set that wait for people', () => {
  it('take no place from the eleventh', async () => {
    const names = ['shop', ...Array.from({ length: 10 }, (_, index) => `app-${index}`)];
    const many = rehearseMany(Object.fromEntries(names.map((name) => [name, []])));
    const stuck = names.slice(0, 10);
    for (const name of stuck) many.worldOf(name).fail('services', 'scale', 'always', new Refused('Access is denied.'));
    const { set } = await many.ask();
    await many.approve(await many.untilSet(set.id, 'asking', isAsking));
    await many.untilSet(set.id, 'ten choices', (view) =>
      stuck.every((name) => memberOf(view, name).phase === 'waiting-for-decision'),
    );
    await sweep(many.stage);
    await many.untilSet(set.id, 'the eleventh over', (view) => memberOf(view, 'app-9').closed?.result === 'succeeded');
  });
});
