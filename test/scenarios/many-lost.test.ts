import { describe, expect, it } from 'vitest';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import { sweep } from '../../orchestrator/lambdas/sweep.ts';
import type { Records } from '../../orchestrator/ports/records.ts';
import { isAsking, isOver, type Many, rehearseMany, storyOf } from './many.ts';
import { primary } from './rehearsal.ts';

const AFTER = { shop: ['db'], db: [] };

/** Records of which one write to do with a set, the one with that number, is not done; it tells how many there were. */
function losing(number: number) {
  let writes = 0;
  const lose =
    <Args extends readonly unknown[], Answer>(call: (...args: Args) => Promise<Answer>, isOfSet: (...args: Args) => boolean) =>
    async (...args: Args): Promise<Answer> => {
      if (isOfSet(...args)) {
        writes += 1;

        if (writes === number) throw new Unavailable('The process died here.');
      }
      return call(...args);
    };
  const isSet = (id: string) => id.startsWith('SET-');
  const records = ({ journal, questions, sets, ...rest }: Records): Records => ({
    ...rest,
    journal: { ...journal, append: lose(journal.append, isSet) as Records['journal']['append'] },
    questions: {
      ...questions,
      ask: lose(questions.ask, ({ run }) => isSet(run)),
      vote: lose(questions.vote, () => true),
      settle: lose(questions.settle, () => true),
    },
    sets: { ...sets, begin: lose(sets.begin, () => true), close: lose(sets.close, () => true) },
  });
  return { records, count: () => writes };
}

/** Plays a set to its end, with a round of the sweeper whenever nothing else moves; the approver tries again, whatever they are told. */
async function play(many: Many, whenAsked = () => {}): Promise<Readonly<Record<string, string>>> {
  const tried = async (work: () => Promise<unknown>) => {
    await work().catch((error: unknown) => {
      if (!(error instanceof Unavailable || error instanceof Refused)) throw error;
    });
  };
  await tried(() => many.ask());
  const id = (await many.records.sets.open())[0]?.id ?? (await many.ask()).set.id;
  for (let round = 0; round < 60; round++) {
    await tried(() => sweep(many.stage));
    const view = await many.recovery.sets.view(id);
    if (isAsking(view)) {
      whenAsked();
      await tried(() => many.approve(view));
    }
    if (isOver(view) && (await many.records.sets.open()).length === 0) return storyOf(view);
    await many.world.clock.advance(view.question?.outcome === 'approved' ? 60_000 : 10_000);
  }
  throw new Error(`${id} never ended: ${JSON.stringify(storyOf(await many.recovery.sets.view(id)))}`);
}

describe('a set of which one write is lost', async () => {
  const clean = losing(0);
  await play(rehearseMany(AFTER, { records: clean.records }));
  const numbers = Array.from({ length: clean.count() }, (_, index) => index + 1);

  it.each(numbers)('ends as it would have, at write %i', async (number) => {
    const { records } = losing(number);
    const many = rehearseMany(AFTER, { records });
    expect(await play(many)).toEqual({ shop: 'succeeded', db: 'succeeded' });
    for (const id of ['shop', 'db']) expect(await many.records.journal.recent(id, 9)).toHaveLength(1);
  });
});

describe('a set whose facts change before the vote, of which one write is lost', async () => {
  const drifting = (many: Many) => play(many, () => many.worldOf('shop').kill(primary));
  const clean = losing(0);
  await drifting(rehearseMany(AFTER, { records: clean.records }));
  const numbers = Array.from({ length: clean.count() }, (_, index) => index + 1);

  it.each(numbers)('is approved anew and ends as it would have, at write %i', async (number) => {
    const { records } = losing(number);
    const many = rehearseMany(AFTER, { records });
    expect(await drifting(many)).toEqual({ shop: 'succeeded', db: 'succeeded' });
    const [run] = await many.records.journal.recent('shop', 9);
    expect((await many.recovery.view(run?.id ?? '')).planned?.revision).toBe(2);
  });
});

describe('a set that nobody looks after but the sweeper', () => {
  it('is asked for by the sweeper where the request ended before it began a member', async () => {
    const many = rehearseMany(AFTER);
    const asked = { plan: 'failover', requestedBy: { id: 'U0REQUESTER', via: 'slack' }, reason: '', overrides: false } as const;
    const members = [
      { application: 'shop', after: ['db'] },
      { application: 'db', after: [] },
    ];
    const { id } = await many.records.sets.begin({ ...asked, members, requestedAt: many.stage.now() });
    await sweep(many.stage);
    await many.approve(await many.untilSet(id, 'asking', isAsking));
    expect(storyOf(await many.untilSet(id, 'over', isOver))).toEqual({ shop: 'succeeded', db: 'succeeded' });
  });

  it('ends runs that began for it while it was refused, or while their member was left out', async () => {
    const says = 'Nothing was begun.';
    const entries = [
      { kind: 'set-closed', says },
      { kind: 'left-out', application: 'db', why: says },
    ] as const;
    for (const entry of entries) {
      let isDone = false;
      const many: Many = rehearseMany(
        { shop: [], db: [] },
        {
          before: async () => {
            if (isDone || (await many.records.journal.read('SET-1')).length === 0) return;
            isDone = true;
            await many.records.journal.append('SET-1', many.stage.now(), entry);
          },
        },
      );
      await many.ask();
      const { db } = await many
        .until('DR-2', 'over', ({ closed }) => closed !== null)
        .then(({ run, closed }) => ({
          [run.application]: closed?.result,
        }));
      expect(db).toBe('aborted');
      expect((await many.records.claims.look('db')).run).toBeNull();
    }
  });

  it('goes on after a crash of the whole platform', async () => {
    const many = rehearseMany(AFTER);
    const { set } = await many.ask();
    await many.approve(await many.untilSet(set.id, 'asking', isAsking));
    await many.untilSet(set.id, 'moving', ({ members }) => members[1]?.run?.phase === 'executing');
    await many.crash();
    expect(storyOf(await many.untilSet(set.id, 'over', isOver))).toEqual({ shop: 'succeeded', db: 'succeeded' });
  });
});
