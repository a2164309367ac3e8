import { describe, expect, it } from 'vitest';
import { driftOf } from '../../orchestrator/domain/drift.ts';
import type { Facts } from '../../orchestrator/domain/facts.ts';
import { deadSource, east, someFacts, west } from './samples.ts';

const LIMITS = { rpo: 30_000, rpoTarget: 60_000, lagBytes: 1_000 };

const { source, target } = someFacts();
const losing = (estimatedRpoMs: number | null): Partial<Facts> => ({ estimatedRpoMs });
const behind = (lagBytes: number | null): Partial<Facts> => ({ target: { ...target, lagBytes } });
const dead: Partial<Facts> = { source: deadSource };
const deadWithoutWhy: Partial<Facts> = { source: { ...deadSource, fenceWhy: null } };
const writes = (region: string): Partial<Facts> => ({ active: { region } });
const ambiguous: Partial<Facts> = { active: { ambiguous: 'neither Region answers' } };

const cases: readonly [title: string, frozen: Partial<Facts>, now: Partial<Facts>, drift: readonly string[]][] = [
  ['hold when nothing changed', {}, {}, []],
  ['fall with a blocker that was not there', {}, { blockers: ['it is stopped'] }, ['it is stopped']],
  ['hold with a blocker that was there', { blockers: ['it is stopped'] }, { blockers: ['it is stopped'] }, []],
  ['hold when a blocker is gone', { blockers: ['it is stopped'] }, {}, []],

  ['fall when the source can no longer be fenced', {}, dead, [`${east} does not answer.`]],
  ['fall so, too, when nobody knows why', {}, deadWithoutWhy, [`${east} can no longer be fenced`]],
  ['hold when the source could not be fenced before', dead, dead, []],
  ['hold when the source can be fenced after all', dead, { source }, []],

  [
    'fall when another Region is active',
    writes(east),
    writes(west),
    [`where the application runs changed: ${east} then, ${west} now`],
  ],
  [
    'fall when it becomes ambiguous which one is',
    writes(east),
    ambiguous,
    [`where the application runs changed: ${east} then, neither Region answers now`],
  ],
  ['hold for that where the source cannot be fenced, as accepted', { ...dead, ...writes(east) }, { ...dead, ...ambiguous }, []],

  ['hold while the loss grows by the limit', losing(10_000), losing(40_000), []],
  ['fall when the loss grows beyond it', losing(10_000), losing(40_001), ['the data that would be lost grew from 10 s to 40 s']],
  ['hold when the loss shrinks', losing(40_001), losing(0), []],
  [
    'fall when a loss of the target itself grows',
    losing(60_000),
    losing(90_001),
    ['the data that would be lost grew from 1 min to 1 min 30 s'],
  ],
  ['hold when a loss grows that was accepted beyond the target', losing(60_001), losing(900_000), []],
  ['hold when the loss was not known', losing(null), losing(900_000), []],
  ['hold when the loss is not known now', losing(0), losing(null), []],

  ['hold while the replica falls behind by the limit', behind(500), behind(1_500), []],
  ['fall when it falls behind further', behind(500), behind(1_501), ['the replica fell behind from 500 to 1501 bytes']],
  ['hold when it catches up', behind(1_501), behind(0), []],
  ['hold when the lag was not known', behind(null), behind(9_999), []],
  ['hold when the lag is not known now', behind(0), behind(null), []],
];

describe('approvals', () => {
  it.each(cases)('%s', (_, frozen, now, drift) => {
    expect(driftOf(someFacts(frozen), someFacts(now), LIMITS)).toEqual(drift);
  });
});
