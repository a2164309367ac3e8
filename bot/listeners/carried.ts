import { z } from 'zod';
import { Refused } from '../../orchestrator/domain/errors.ts';
import { PLAN_IDS } from '../../orchestrator/domain/plan.ts';

const run = z.string().regex(/^DR-\d{1,9}$/);
const set = z.string().regex(/^SET-\d{1,9}$/);
const hash = z.string().max(200);

/*
 * What buttons and forms carry: ids, and nothing that is believed.
 */

/** A run. */
export const CarriedRun = z.strictObject({ run });
/** A set. */
export const CarriedSet = z.strictObject({ set });
/** What is decided by one approval. */
export const CarriedDecided = z.union([CarriedRun, CarriedSet]);
/** A vote on the plans and facts of a set that were shown. */
export const CarriedSetVote = z.strictObject({ set, hash, verdict: z.enum(['approve', 'deny']) });
/** A vote on the plan and facts that were shown. */
export const CarriedVote = z.strictObject({ run, hash, verdict: z.enum(['approve', 'deny']) });
/** A question of a run. */
export const CarriedQuestion = z.strictObject({ run, question: z.string().max(100) });
/** A plan to be asked for. */
export const CarriedPlan = z.strictObject({ plan: z.enum(PLAN_IDS) });
/** An application. */
export const CarriedApplication = z.strictObject({ application: z.string().max(100) });
/** Whatever has a status. */
export const CarriedSubject = z.union([CarriedRun, CarriedApplication]);

/** Reads what a button or form carried; `Refused` when it is not what this version draws. */
export function carried<T extends z.ZodType>(schema: T, text: string): z.output<T> {
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new Refused('This message was drawn by another version of the platform. Use /dr to see what can be done now.');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
