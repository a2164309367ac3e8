import type { Region } from './region.ts';
import type { Run } from './run.ts';

/** What is kept of a database that a move left behind, until people delete it. */
export interface Kept {
  /** Its name at the provider: `shop-primary-old-2026-11-29-dr-42`. */
  readonly name: string;
  readonly keptAs: string;
  readonly kind: 'instance' | 'snapshot';
  /** Whether it is there as a whole. */
  readonly isMade: boolean;
  /** What it costs, US dollars a day; null where that is not known. */
  readonly perDay: number | null;
}

/** The same, and where it is. */
export interface KeptThere extends Kept {
  readonly region: Region;
}

const DAY = /^old-(\d{4}-\d\d-\d\d)-/;

/** What the names of all that a run keeps end with: `old-2026-11-29-dr-42`. */
export const keptAsOf = ({ id, requestedAt }: Pick<Run, 'id' | 'requestedAt'>): string =>
  `old-${new Date(requestedAt).toISOString().slice(0, 10)}-${id.toLowerCase()}`;

/** The day from which on something is kept, epoch ms; null where its name does not say. */
export function keptSince(keptAs: string): number | null {
  const at = Date.parse(DAY.exec(keptAs)?.[1] ?? '');
  return Number.isNaN(at) ? null : at;
}

/** What is kept in a Region and at what price, as a sentence. */
export function keptSays(region: Region, kept: readonly Kept[]): string {
  const each = kept.map(({ kind, name, perDay }) => `the ${kind} ${name} ${perDaySays(perDay)}`).join(', ');
  return kept.length === 0 ? 'Nothing more is kept.' : `Kept in ${region} until somebody deletes it: ${each}.`;
}

/** What something costs a day, in words. */
export const perDaySays = (usd: number | null): string =>
  usd === null ? 'at a price that is not known here' : `at $${usd.toFixed(2)} a day`;
