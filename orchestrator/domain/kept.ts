import type { Run } from './run.ts';

const DAY = /^old-(\d{4}-\d\d-\d\d)-/;

/** What the names of all that a run keeps end with: `old-2026-11-29-dr-42`. */
export const keptAsOf = ({ id, requestedAt }: Pick<Run, 'id' | 'requestedAt'>): string =>
  `old-${new Date(requestedAt).toISOString().slice(0, 10)}-${id.toLowerCase()}`;

/** The day from which on something is kept, epoch ms; null where its name does not say. */
export function keptSince(keptAs: string): number | null {
  const at = Date.parse(DAY.exec(keptAs)?.[1] ?? '');
  return Number.isNaN(at) ? null : at;
}

/** What something costs a day, in words. */
export const perDaySays = (usd: number | null): string =>
  usd === null ? 'at a price that is not known here' : `at $${usd.toFixed(2)} a day`;
