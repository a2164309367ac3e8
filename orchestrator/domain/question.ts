import type { Person } from './run.ts';

export type Verdict = 'approve' | 'deny';
/**
 * What people may choose when a step has failed: ask it again; go on without it, which takes two; take back what was done; or
 * end the run and leave everything as it is.
 */
export const CHOICES = ['retry', 'skip', 'roll-back', 'stop'] as const;
export type Choice = (typeof CHOICES)[number];
/** A choice that is voted on; rolling back ends the run like an abort, whatever is asked. */
export type VotedChoice = Exclude<Choice, 'roll-back'>;

const APPROVAL = 'approval.';

/** Names the approval of a revision, such as `approval.1`. */
export const approvalId = (revision: number): string => `${APPROVAL}${revision}`;

/** The revision whose approval an id names; null for that of a decision about a row. */
export function revisionOf(id: string): number | null {
  const revision = id.startsWith(APPROVAL) ? Number(id.slice(APPROVAL.length)) : Number.NaN;
  return Number.isInteger(revision) ? revision : null;
}

export interface Vote {
  readonly by: Person;
  readonly verdict: Verdict | VotedChoice;
  /** Whether somebody who may agree to go on without a step chose to: a skip takes one of those, whoever came first. */
  readonly agrees?: true;
  /** Why, in the words of who voted; only a skip has to say. */
  readonly reason?: string;
  /** Epoch ms. */
  readonly at: number;
}

export type Outcome = 'approved' | 'denied' | 'expired' | 'superseded' | VotedChoice | 'cancelled';

/**
 * Something a run waits for people to answer. One item, written by conditions only, so that two answers in the same
 * instant give one outcome. Its task token wakes the state machine and carries no authority: the outcome is here.
 */
export interface Question {
  readonly run: string;
  /** `approval.1` (the revision) or `promote.2` (the row and its attempt). */
  readonly id: string;
  readonly row: string;
  readonly kind: 'approval' | 'decision';
  /** Hash of plan and frozen facts that an approval binds to; empty for a decision. */
  readonly hash: string;
  /** Votes needed, besides the requester. */
  readonly needed: number;
  /** Epoch ms; null when it waits for ever. */
  readonly expiresAt: number | null;
  readonly votes: readonly Vote[];
  readonly outcome: Outcome | null;
  readonly askedAt: number;
}
