import { describe, expect, it } from 'vitest';
import { judgeOwnRegion, type OwnData, type Recorded } from '../../orchestrator/domain/writer.ts';

const own = 'us-east-1';
const other = 'us-west-2';
const none: Recorded = { writer: null };
const record = (region: string, epoch: number): Recorded => ({ writer: { region, epoch, run: `DR-${epoch}` } });
const unreadable: Recorded = { unreadable: 'The table does not answer.' };
const open = (epoch: number | null): OwnData => ({ inRecovery: false, marker: epoch === null ? null : { epoch } });
const replica = (epoch: number | null): OwnData => ({ ...open(epoch), inRecovery: true });

const cases: readonly [what: string, recorded: Recorded, data: OwnData, fences: boolean, says: string][] = [
  ['it was left behind, and was never moved before', record(other, 4), open(null), true, 'carries no marker: it was left behind'],
  ['it was left behind, and had been opened under an older epoch', record(other, 4), open(3), true, 'carries epoch 3'],
  ['it is the writer on record', record(own, 4), open(4), false, 'us-east-1 is the writer, by DR-4'],
  ['it is the writer on record, and is not marked yet', record(own, 4), open(3), false, 'us-east-1 is the writer'],
  ['its copy of the record is from before it became the writer', record(other, 3), open(4), false, 'was not left behind'],
  ['people made it anew from the writer and moved home by hand', record(other, 4), open(4), false, 'was not left behind'],
  ['it was settled as the source of the move on record', record(other, 4), open(4), false, 'carries epoch 4'],
  ['no run has moved the application', none, open(null), false, 'No run has moved'],
  ['no run has moved the application, and an aborted one left its marker', none, open(2), false, 'No run has moved'],
  ['it is a replica of the writer on record', record(other, 4), replica(4), false, 'us-east-1 is a replica'],
  ['it is a replica, and behind', record(other, 4), replica(null), false, 'us-east-1 is a replica'],
  ['the record cannot be read', unreadable, open(null), false, 'cannot be read in us-east-1, so nothing is fenced: The table'],
  ['it is a replica, and the record cannot be read', unreadable, replica(null), false, 'us-east-1 is a replica'],
];

describe('a Region', () => {
  it.each(cases.filter(([, , , fences]) => fences))('fences itself where %s', (_, recorded, data, __, says) => {
    expect(judgeOwnRegion(own, recorded, data)).toEqual({ fences: true, why: expect.stringContaining(says) });
  });

  it.each(cases.filter(([, , , fences]) => !fences))('does not fence itself where %s', (_, recorded, data, __, says) => {
    expect(judgeOwnRegion(own, recorded, data)).toEqual({ fences: false, why: expect.stringContaining(says) });
  });
});
