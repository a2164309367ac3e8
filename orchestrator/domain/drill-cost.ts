const HOUR_MS = 3_600_000;
/** What RDS asks for at least of an instance that was made, ms: https://aws.amazon.com/rds/postgresql/pricing/ */
const LEAST_MS = 600_000;

/** What the database of a drill costs while it is there, in words; `usd` an hour, at most. */
export const perHourSays = (usd: number | null): string =>
  usd === null ? 'at a price that is not known here' : `at up to $${usd.toFixed(2)} an hour by list price`;

/** What it has cost in the time that it was there, as a sentence. */
export function costSays(usd: number | null, existedMs: number): string {
  if (usd === null) return 'What its database cost is not known here.';
  const cost = (usd * Math.max(existedMs, LEAST_MS)) / HOUR_MS;
  return `Its database cost up to $${cost.toFixed(2)} by list price; its tasks are not in that.`;
}
