import { describe, expect, it } from 'vitest';
import { type Acknowledged, firstSince, longestGap } from '../../lab/users/ledger.ts';
import { reconcile } from '../../lab/users/reconcile.ts';

const write = (id: string, region: string, at: number): Acknowledged => ({ id, region, at });
const LEDGER = [
  write('a', 'us-east-1', 10),
  write('b', 'us-east-1', 30),
  write('c', 'us-west-2', 100),
  write('d', 'us-west-2', 105),
];

describe('the ledger of acknowledged writes', () => {
  it('finds the longest gap, and none in fewer than two writes', () => {
    expect(longestGap(LEDGER)).toEqual({ ms: 70, from: 30, to: 100 });
    expect(longestGap(LEDGER.slice(0, 1))).toBeNull();
  });

  it('finds the first write since a moment, by any Region or by one', () => {
    expect(firstSince(LEDGER, 30)?.id).toBe('b');
    expect(firstSince(LEDGER, 30, 'us-west-2')?.id).toBe('c');
    expect(firstSince(LEDGER, 106)).toBeNull();
  });

  it('counts as stranded only what the old writer acknowledged and still has, and as lost what neither has', () => {
    const old = { region: 'us-east-1', ids: new Set(['a']) };
    const current = { region: 'us-west-2', ids: new Set(['c']) };
    expect(reconcile(LEDGER, old, current)).toEqual({ acknowledged: 4, kept: 1, stranded: 1, lost: 2 });
  });

  it('counts everything the new writer lacks as lost while the old one cannot be read', () => {
    const old = { region: 'us-east-1', ids: null };
    const current = { region: 'us-west-2', ids: new Set(['c', 'd']) };
    expect(reconcile(LEDGER, old, current)).toEqual({ acknowledged: 4, kept: 2, stranded: 0, lost: 2 });
  });
});
