import { z } from 'zod';
import { KeptThere } from './kept.ts';
import { PLAN_IDS } from './plan.ts';

/** How a recovery is tested: by looking alone, in isolation beside production, or with production itself. */
export const TEST_KINDS = ['dry-run', 'drill', 'game-day'] as const;
export type TestKind = (typeof TEST_KINDS)[number];

const ms = z.number().min(0).nullable();

/** What one test of an application's recovery found. Two tests with one id are the same test. */
export const TestResult = z.strictObject({
  /** Begins with the moment it counts for in ISO form, so that ids sort by time: `2026-11-27T00:00:00.000Z.dry-run`. */
  id: z.string().min(1),
  application: z.string().min(1),
  kind: z.enum(TEST_KINDS),
  plan: z.enum(PLAN_IDS),
  /** Null where it could not be told in which direction the application would move. */
  move: z.strictObject({ from: z.string(), to: z.string() }).nullable(),
  /** Epoch ms. */
  at: z.number(),
  passed: z.boolean(),
  /** Sentences: why the plan would not run. */
  blockers: z.array(z.string()),
  /** Sentences: what approving it would accept. */
  risks: z.array(z.string()),
  /** Commits that would be lost, in ms; null when it cannot be known. */
  estimatedRpoMs: ms,
  /** Median machine time of earlier runs, or what a drill measured, ms; null when there is neither. */
  estimatedRtoMs: ms,
  /** Age of the newest commit at the target, ms; null when it cannot be known. */
  dataAgeMs: ms,
  /** Sentences: what a drill had to leave out; absent where it left nothing out. */
  untested: z.array(z.string()).optional(),
  /** What a dry run saw kept of databases that moves left behind; absent where it saw nothing of that, or could not look. */
  kept: z.array(KeptThere).optional(),
});
export type TestResult = z.infer<typeof TestResult>;

/** Whether a test found something else in the way than the one before it, or than nothing when there was none. */
export function isNews({ blockers }: TestResult, before: TestResult | undefined): boolean {
  const known = new Set(before?.blockers ?? []);
  return blockers.length !== known.size || blockers.some((blocker) => !known.has(blocker));
}
