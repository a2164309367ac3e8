import type { ErrorName } from './errors.ts';

/** What a step found or did, kept in the journal: plain JSON, no secret. */
export type Evidence = Readonly<Record<string, unknown>>;

/** The step's work is there. `says` is one sentence in the present tense for people. */
export interface Done {
  readonly status: 'done';
  readonly says: string;
  readonly evidence?: Evidence;
}

/** Not yet; ask again. `why` is one sentence for people. */
export interface Working {
  readonly status: 'working';
  readonly why: string;
}

/** It will not happen by itself; a person has to choose. */
export interface Failed {
  readonly status: 'failed';
  readonly error: ErrorName;
  readonly why: string;
}

/** The run was aborted, stopped, denied or superseded, so nothing was done. */
export interface Cancelled {
  readonly status: 'cancelled';
  readonly why: string;
}

/** A person chose to have the failed step asked again. */
export interface Retry {
  readonly status: 'retry';
}

/** A step's answer: a value the state machine chooses by, never a thrown error's name. */
export type Answer = Done | Working | Failed | Cancelled;

export const done = (says: string, evidence?: Evidence): Done =>
  evidence === undefined ? { status: 'done', says } : { status: 'done', says, evidence };
export const working = (why: string): Working => ({ status: 'working', why });
export const failed = (error: ErrorName, why: string): Failed => ({ status: 'failed', error, why });
export const cancelled = (why: string): Cancelled => ({ status: 'cancelled', why });
