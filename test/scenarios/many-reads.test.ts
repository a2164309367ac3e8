import { describe, expect, it } from 'vitest';
import type { Records } from '../../orchestrator/ports/records.ts';
import { configOf, rehearseMany, storyOf, withoutDrift } from './many.ts';

/** Records that count how often a journal is read. */
function counting() {
  let reads = 0;
  const records = ({ journal, ...rest }: Records): Records => ({
    ...rest,
    journal: {
      ...journal,
      read: (...args) => {
        reads += 1;
        return journal.read(...args);
      },
    },
  });
  return { records, count: () => reads };
}

/** Lets every look at the world take another while, so that the members do not all come to the same point at once. */
function atItsOwnPace(): () => Promise<void> {
  let seed = 1;
  return async () => {
    seed = (seed * 16_807) % 2_147_483_647;
    for (let turn = seed % 50; turn > 0; turn--) await new Promise((resolve) => setImmediate(resolve));
  };
}

/** Moves so many applications as one set; answers how many journals were read for each of them, but for those that the test looks at. */
async function readsForEachOf(size: number): Promise<number> {
  const names = ['shop', ...Array.from({ length: size - 1 }, (_, index) => `app-${index}`)];
  const { records, count } = counting();
  const after = Object.fromEntries(names.map((name) => [name, []]));
  const many = rehearseMany(after, { records, before: atItsOwnPace(), config: withoutDrift(configOf(after)) });
  await many.ask();
  let looks = await many.untilEntry('SET-1', 'asked');
  const before = count();
  const asking = await many.recovery.sets.view('SET-1');
  looks += count() - before;
  await many.approve(asking);
  looks += await many.untilEntry('SET-1', 'set-closed');
  const each = (count() - looks) / size;
  expect(new Set(Object.values(storyOf(await many.recovery.sets.view('SET-1'))))).toEqual(new Set(['succeeded']));
  return each;
}

describe('a set of 60 applications', () => {
  it('has no more journals read for each than one of 15: what a member does reads few of the others', async () => {
    const few = await readsForEachOf(15);
    const sixty = await readsForEachOf(60);
    expect(sixty).toBeLessThan(few * 1.5);
  });
});
