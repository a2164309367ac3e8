import type { Heartbeat, Marker } from '../../../orchestrator/ports/world.ts';

/** What one record of the log changes. */
export type Change =
  | { readonly kind: 'row'; readonly id: string }
  | { readonly kind: 'marker'; readonly marker: Marker }
  | { readonly kind: 'login'; readonly allowed: boolean }
  | { readonly kind: 'heartbeat'; readonly heartbeat: Heartbeat }
  | { readonly kind: 'promoted' };

/** One record of a server's write-ahead log. Everything a database holds follows from its records, so a replica is a copy of them. */
export interface WalRecord {
  /** Position of its end, in bytes. */
  readonly end: number;
  /** When it was committed, epoch ms. */
  readonly at: number;
  readonly change: Change;
}

const FIRST_POSITION = 0x16_b374_d848;
const RECORD_BYTES = 120;

/** The position after the last record. */
export const endOf = (wal: readonly WalRecord[]): number => wal.at(-1)?.end ?? FIRST_POSITION;

/** The log with one more record. */
export const append = (wal: readonly WalRecord[], at: number, change: Change): readonly WalRecord[] => [
  ...wal,
  { end: endOf(wal) + RECORD_BYTES, at, change },
];

/** A position as PostgreSQL writes it: `16/B374D848`. */
export function toLsn(position: number): string {
  const low = position % 2 ** 32;
  return `${((position - low) / 2 ** 32).toString(16)}/${low.toString(16)}`.toUpperCase();
}

/** Whether writer roles have LOGIN; they have it until it is taken. */
export const mayLogin = (wal: readonly WalRecord[]): boolean =>
  wal.reduce((allowed, { change }) => (change.kind === 'login' ? change.allowed : allowed), true);

/** The marker with the highest epoch, the newest of them. */
export const markerIn = (wal: readonly WalRecord[]): Marker | null =>
  wal.reduce<Marker | null>((newest, { change }) => {
    const isNewer = change.kind === 'marker' && change.marker.epoch >= (newest?.epoch ?? 0);
    return isNewer ? change.marker : newest;
  }, null);

/** The newest heartbeat; null before the first. */
export const heartbeatIn = (wal: readonly WalRecord[]): Heartbeat | null =>
  wal.reduce<Heartbeat | null>((newest, { change }) => (change.kind === 'heartbeat' ? change.heartbeat : newest), null);

/** Rows committed at or after `since`, epoch ms. */
export const rowsIn = (wal: readonly WalRecord[], since = 0): readonly string[] =>
  wal.flatMap(({ at, change }) => (change.kind === 'row' && at >= since ? [change.id] : []));
