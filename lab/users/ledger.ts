import type { Region } from '../../orchestrator/domain/region.ts';

/** A write that a user was told is kept. */
export interface Acknowledged {
  readonly id: string;
  /** The Region that served it. */
  readonly region: Region;
  /** Epoch ms at which the user had the answer. */
  readonly at: number;
}

/** The time without any acknowledged write, over all users. */
export interface Gap {
  readonly ms: number;
  readonly from: number;
  readonly to: number;
}

/** The longest gap between two acknowledged writes that follow each other, of a ledger in order of time; null with fewer than two. */
export function longestGap(ledger: readonly Acknowledged[]): Gap | null {
  let longest: Gap | null = null;
  for (const [index, { at }] of ledger.entries()) {
    const before = ledger[index - 1];
    if (before === undefined) continue;
    const ms = at - before.at;
    if (longest === null || ms > longest.ms) longest = { ms, from: before.at, to: at };
  }
  return longest;
}

/** The first write acknowledged at `since` (epoch ms) or later, by one Region if it is given. */
export function firstSince(ledger: readonly Acknowledged[], since: number, region?: Region): Acknowledged | null {
  return ledger.find((write) => write.at >= since && (region === undefined || write.region === region)) ?? null;
}
