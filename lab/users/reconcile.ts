import type { Region } from '../../orchestrator/domain/region.ts';
import type { Acknowledged } from './ledger.ts';

/** What became of the writes users were told are kept; `acknowledged` is the sum of the other three. */
export interface Reconciliation {
  readonly acknowledged: number;
  /** In the new writer. */
  readonly kept: number;
  /** Acknowledged by the old writer, absent from the new one, readable on the old one. */
  readonly stranded: number;
  /** In neither. */
  readonly lost: number;
}

/** The keys found in a Region's database, or null where it cannot be read. */
export interface Found {
  readonly region: Region;
  readonly ids: ReadonlySet<string> | null;
}

/** Looks every acknowledged write up in both databases. */
export function reconcile(ledger: readonly Acknowledged[], old: Found, current: Found): Reconciliation {
  let kept = 0;
  let stranded = 0;
  for (const { id, region } of ledger) {
    if (current.ids?.has(id)) kept++;
    else if (region === old.region && old.ids?.has(id)) stranded++;
  }
  return { acknowledged: ledger.length, kept, stranded, lost: ledger.length - kept - stranded };
}
