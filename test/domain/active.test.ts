import { describe, expect, it } from 'vitest';
import { activeOf, type Glimpse } from '../../orchestrator/domain/active.ts';
import type { Active } from '../../orchestrator/domain/facts.ts';
import { east, west } from './samples.ts';

const writer = { inRecovery: false, writersMayLogin: true };
const fenced = { inRecovery: false, writersMayLogin: false };
const replica = { inRecovery: true, writersMayLogin: true };
const silent = null;

const cases: readonly [title: string, inEast: Glimpse, inWest: Glimpse, answers: string | null, active: Active][] = [
  ['the writer that DNS answers', writer, replica, east, { region: east }],
  ['the writer on the other side, too', fenced, writer, west, { region: west }],
  ['the writer when DNS answers nothing', writer, replica, null, { region: east }],
  ['the writer when the replica is silent', writer, silent, east, { region: east }],
  ['the silent Region that a replica is left of', silent, replica, east, { region: east }],
  ['the silent Region even where DNS answers the replica', silent, replica, west, { region: east }],
  ['ambiguous when both accept writes', writer, writer, east, { ambiguous: `${east} and ${west} both accept writes` }],
  [
    'ambiguous when DNS answers another than the writer',
    fenced,
    writer,
    east,
    { ambiguous: `${west} accepts writes, but DNS answers ${east}` },
  ],
  ['ambiguous when neither answers', silent, silent, east, { ambiguous: 'neither Region answers' }],
  ['ambiguous when the one that answers is fenced', fenced, silent, east, { ambiguous: 'no Region that answers accepts writes' }],
  ['ambiguous when both are replicas', replica, replica, east, { ambiguous: 'no Region that answers accepts writes' }],
  ['ambiguous while the source is fenced', fenced, replica, east, { ambiguous: 'no Region that answers accepts writes' }],
];

describe('the active Region', () => {
  it.each(cases)('is %s', (_, inEast, inWest, answers, active) => {
    expect(activeOf({ [east]: inEast, [west]: inWest }, answers)).toEqual(active);
  });
});
