import { expect, it } from 'vitest';
import { breaches } from './breaches.ts';
import { memoryGround } from './memory-ground.ts';
import { type Case, type Outcome, playCase } from './play.ts';

const which: Case = { plan: 'failover', row: 'promote', disturbance: 'breaks' };
const outcome = await playCase(which, memoryGround);
const spoiled: readonly (readonly [Partial<Outcome>, string])[] = [
  [{ claim: { ...outcome.claim, run: 'DR-1' } }, 'The claim is not released.'],
  [{ entries: [...outcome.entries, ...outcome.entries] }, 'It was requested or closed more than once.'],
  [
    { view: { ...outcome.view, closed: outcome.view.closed && { ...outcome.view.closed, result: 'stopped' } } },
    'Nothing but the platform failed, and it ended stopped.',
  ],
  [{ letIn: true }, 'Somebody was let in on a choice who is not entitled.'],
  [{ overlaps: [7] }, 'Both Regions took writes at 7.'],
  [{ drills: ['DR-1'] }, 'A drill is left: DR-1.'],
  [{ writable: [outcome.old, outcome.current] }, 'It succeeded and the writer is us-east-1 and us-west-2.'],
  [{ missing: 3 }, '3 acknowledged writes are missing where none was to be lost.'],
  [{ view: { ...outcome.view, closed: null } }, 'It ended without a word.'],
];

it('finds nothing where a case ended well', () => {
  expect(breaches(which, outcome)).toEqual([]);
});

it.each(spoiled)('finds what must not be: %#', (change, says) => {
  expect(breaches(which, { ...outcome, ...change })).toContain(says);
});
