import { z } from 'zod';

/** The tag that says whose costs a resource's are: an application's id, or `PLATFORM`. */
export const COST_TAG = 'dr:application';
/** The tag's value on what the platform itself has; no application's id has a colon. */
export const PLATFORM = 'dr:platform';

/** What AWS charges for one application, or for the platform, on one day. */
export const CostMetric = z.strictObject({
  /** An application's id, or `PLATFORM`. */
  application: z.string().min(1),
  /** In UTC, as AWS counts days: `2026-11-26`. */
  day: z.iso.date(),
  /** Such as `USD`. */
  currency: z.string().min(1),
  total: z.number(),
  /** By Region in AWS's own words, which are `global` or `NoRegion` for what is in none. */
  byRegion: z.record(z.string(), z.number()),
  /** Whether AWS may still change it. */
  estimated: z.boolean(),
});
export type CostMetric = z.infer<typeof CostMetric>;

const DAY_MS = 86_400_000;

/** The day in UTC, so many days before a moment (epoch ms): `2026-11-26`. */
export const dayBefore = (at: number, days: number): string => new Date(at - days * DAY_MS).toISOString().slice(0, 10);
