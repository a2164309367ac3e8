import { z } from 'zod';
import type { Region } from './region.ts';
import type { Run } from './run.ts';

/** What is kept of a database that a move left behind, until people delete it. */
export const Kept = z.strictObject({
  /** Its name at the provider: `shop-primary-old-2026-11-29-dr-42`. */
  name: z.string(),
  keptAs: z.string(),
  kind: z.enum(['instance', 'snapshot']),
  /** Whether it is there as a whole. */
  isMade: z.boolean(),
  /** It never will be: making it failed. */
  isBroken: z.literal(true).optional(),
  /** What it costs, US dollars a day; null where that is not known. */
  perDay: z.number().nullable(),
});
export type Kept = Readonly<z.infer<typeof Kept>>;

/** The same, and where it is. */
export const KeptThere = Kept.extend({ region: z.string() });
export type KeptThere = Readonly<z.infer<typeof KeptThere>>;

const DAY = /^old-(\d{4}-\d\d-\d\d)-/;

/** What the names of all that a run keeps end with: `old-2026-11-29-dr-42`. */
export const keptAsOf = ({ id, requestedAt }: Pick<Run, 'id' | 'requestedAt'>): string =>
  `old-${new Date(requestedAt).toISOString().slice(0, 10)}-${id.toLowerCase()}`;

/** The day from which on something is kept, epoch ms; null where its name does not say. */
export function keptSince(keptAs: string): number | null {
  const at = Date.parse(DAY.exec(keptAs)?.[1] ?? '');
  return Number.isNaN(at) ? null : at;
}

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** Names the reminder of what is kept that is due: the first a day after the last of it was kept, then one a week; null where none is. */
export function reminderOf(kept: readonly Pick<Kept, 'keptAs'>[], at: number): string | null {
  const [last] = kept
    .map(({ keptAs }) => ({ keptAs, since: keptSince(keptAs) ?? at }))
    .toSorted((one, other) => other.since - one.since);
  const after = last === undefined ? -1 : at - last.since - DAY_MS;
  return last === undefined || after < 0 ? null : `${last.keptAs}.${Math.floor(after / WEEK_MS)}`;
}

/** What is kept in a Region and at what price, as a sentence. */
export function keptSays(region: Region, kept: readonly Kept[]): string {
  const each = kept.map(({ kind, name, perDay }) => `the ${kind} ${name} ${perDaySays(perDay)}`).join(', ');
  return kept.length === 0 ? 'Nothing more is kept.' : `Kept in ${region} until somebody deletes it: ${each}.`;
}

/** What something costs a day, in words. */
export const perDaySays = (usd: number | null): string =>
  usd === null ? 'at a price that is not known here' : `at $${usd.toFixed(2)} a day`;
