import { expect, it } from 'vitest';
import type { Facts } from '../../orchestrator/domain/facts.ts';
import { judgeRebuild, type LeftBehindGlimpse } from '../../orchestrator/domain/judge-rebuild.ts';
import { deadSource, east, someFacts, west } from './samples.ts';

const seen = { state: 'available', replicaOf: null };
const left = (changes: Partial<NonNullable<LeftBehindGlimpse>> = {}): LeftBehindGlimpse => ({
  ...{ database: seen, isRebuilt: false, accepts: ['a snapshot is paid for'] },
  ...changes,
});
const silent = { target: { ...someFacts().target, inRecovery: null } };
const locked = `the agent in ${west} does not answer, so that nobody sees whether its writers are locked out`;

it.each([
  ['nothing forbids it', {}, left(), []],
  [
    'the active Region does not answer',
    { source: deadSource },
    left(),
    [`${east} does not answer, so that nothing can replicate`],
  ],
  ['nobody knows which is active', { active: { ambiguous: 'two write' } }, left(), ['where the application runs is ambiguous']],
  ['its database API does not answer', {}, null, [`the database API of ${west} does not answer`]],
  ['it follows already', {}, left({ isRebuilt: true }), [`${west} follows ${east} already`]],
  ['its agent is silent, and writers may be in it', silent, left(), [locked]],
  ['its agent is silent, but it is a replica', silent, left({ database: { ...seen, replicaOf: east } }), []],
  ['its agent is silent, because nothing is there', silent, left({ database: null }), []],
  [
    'it is stopped',
    {},
    left({ database: { ...seen, state: 'stopped' } }),
    [`the database in ${west} is stopped: start it first`],
  ],
] satisfies [string, Partial<Facts>, LeftBehindGlimpse, string[]][])(
  'a Region that was left is rebuilt or not: %s',
  (_, facts, glimpse, blockers) => {
    const judged = judgeRebuild(someFacts(facts), glimpse, { goesOn: false });
    expect(judged.blockers).toEqual(blockers.map((blocker) => expect.stringContaining(blocker)));
    expect(judged.risks).toEqual(glimpse?.accepts ?? []);
  },
);

it('one that follows already is in nobody’s way whose plan goes on after that', () => {
  expect(judgeRebuild(someFacts(), left({ isRebuilt: true }), { goesOn: true }).blockers).toEqual([]);
});
