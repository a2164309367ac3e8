const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** What a duration in dr.yml looks like: `500ms`, `10s`, `15m`, `1h`, `7d`. */
export const DURATION = /^(\d+)(ms|s|m|h|d)$/;

/** Milliseconds of a duration such as `15m`; throws on anything else. */
export function toMs(text: string): number {
  const [, amount, unit] = DURATION.exec(text) ?? [];
  if (amount === undefined || unit === undefined) throw new RangeError(`"${text}" is no duration such as 10s or 15m.`);
  return Number(amount) * UNITS[unit as keyof typeof UNITS];
}

/** A duration for people: `840 ms`, `4.2 s`, `3 min 5 s`, `2 h 10 min`. */
export function toWords(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
