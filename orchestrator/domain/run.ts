import type { PlanId } from './plan.ts';
import type { Move } from './region.ts';
import type { Writer } from './writer.ts';

/** How a run ended. */
export type Result = 'succeeded' | 'denied' | 'expired' | 'aborted' | 'rolled-back' | 'stopped' | 'blocked' | 'superseded';

/** How a run is ended before its time: aborted by people, rolled back because a step failed, or stopped where it is. */
export type StopKind = 'abort' | 'roll-back' | 'stop';

/** What a stopped run is called, in past tense. */
export const STOPPED = { abort: 'aborted', 'roll-back': 'rolled back', stop: 'stopped' } as const;

/** A person, as the surface that brought them knows them. */
export interface Person {
  /** Slack user id such as `U012AB3CD`, or an IAM identity. */
  readonly id: string;
  readonly via: 'slack' | 'cli' | 'system';
}

/** One time a plan was carried out. Written once when it begins and once when it is closed; the rest is its journal. */
export interface Run extends Move {
  /** Shown to people: `DR-42`. */
  readonly id: string;
  readonly application: string;
  readonly plan: PlanId;
  /** The claim's number; a run with an old epoch can do no harm. */
  readonly epoch: number;
  readonly requestedBy: Person;
  readonly reason: string;
  /** Epoch ms. */
  readonly requestedAt: number;
  readonly result: Result | null;
  readonly closedAt: number | null;
}

/** Why nothing may be started for an application, and who says so. */
export interface Lock {
  /** Slack user id, or an IAM identity. */
  readonly by: string;
  readonly reason: string;
  /** Epoch ms. */
  readonly at: number;
}

/** Whether, and by whom, a run was ended before its time. */
type Stop = { readonly kind: StopKind; readonly by: string; readonly at: number } | null;

/** A run that is asked for while another holds the claim, and has its place and its epoch: it may look, and has to act on nothing. */
export interface NextClaim {
  readonly run: string;
  readonly epoch: number;
  /** Epoch ms. */
  readonly takenAt: number;
  readonly stop: Stop;
}

/** The one claim of an application: who may move it, and how far that run has come. One item, so that one condition decides. */
export interface Claim {
  readonly application: string;
  /** Grows by one with every claim. */
  readonly epoch: number;
  /** The run that holds it, or null when it is free. */
  readonly run: string | null;
  /** When it was taken, epoch ms. */
  readonly takenAt: number | null;
  /** Set by whoever ends the run before its time; every step looks at it before it acts. */
  readonly stop: Stop;
  /** Set by the step that cannot be undone, epoch ms. */
  readonly pointOfNoReturnAt: number | null;
  /** Who gets the claim when it takes that over, or when the run that holds it is over; null where nobody waits. */
  readonly next: NextClaim | null;
  /** Outlives the run that wrote it; null before the first run past its point of no return. */
  readonly writer: Writer | null;
  /** Keeps every new run from being started, until somebody lifts it; a run that is under way goes on. */
  readonly lock: Lock | null;
}
