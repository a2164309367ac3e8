import type { Person } from './run.ts';

export type Verdict = 'approve' | 'deny';
/** What people may choose when a step has failed. */
export type Choice = 'retry' | 'stop';

export interface Vote {
  readonly by: Person;
  readonly verdict: Verdict | Choice;
  /** Epoch ms. */
  readonly at: number;
}

export type Outcome = 'approved' | 'denied' | 'expired' | 'superseded' | Choice | 'cancelled';

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
