import type { Evidence } from './answer.ts';
import type { ErrorName } from './errors.ts';
import type { Facts } from './facts.ts';
import type { Outcome, Verdict } from './question.ts';
import type { PlannedMember, RecoverySet } from './recovery-set.ts';
import type { Person, Result, Run } from './run.ts';
import type { Summary } from './summary.ts';

/** What an entry of a journal can say: that of a run, or that of a set. */
export type EntryBody = RunEntryBody | SetEntryBody;

/** What an entry of a run's journal can say. `row` is the row's id; an undo is written under the row it takes back. */
export type RunEntryBody =
  | {
      readonly kind: 'requested';
      readonly run: Run;
      /** SHA-256 (hex) of the dr.yml that the request was made under; absent in older journals. */
      readonly config?: string;
      /** The run that gives way to this one once it is approved; absent where none does. */
      readonly preempts?: string;
      /** The set that it is a member of; absent where it was asked for alone. */
      readonly set?: string;
      /** There where production itself is moved to test how it is recovered. */
      readonly gameDay?: true;
    }
  /** Another run took the claim from this one, before its point of no return. */
  | { readonly kind: 'gave-way'; readonly to: string }
  | {
      readonly kind: 'planned';
      /** The row that asks people about it; the first approval where absent. */
      readonly row?: string;
      readonly revision: number;
      readonly hash: string;
      readonly facts: Facts;
      readonly drift: readonly string[];
    }
  | {
      readonly kind: 'asked';
      readonly question: string;
      readonly row: string;
      readonly needed: number;
      readonly expiresAt: number | null;
    }
  | {
      readonly kind: 'voted';
      readonly question: string;
      readonly by: Person;
      readonly verdict: Verdict | 'skip';
      readonly reason?: string;
    }
  | { readonly kind: 'refused'; readonly by: Person; readonly why: string }
  | { readonly kind: 'decided'; readonly question: string; readonly row: string; readonly outcome: Outcome; readonly by: Person }
  | { readonly kind: 'started'; readonly row: string; readonly undo: boolean }
  | { readonly kind: 'working'; readonly row: string; readonly undo: boolean; readonly why: string }
  | { readonly kind: 'done'; readonly row: string; readonly undo: boolean; readonly says: string; readonly evidence: Evidence }
  | { readonly kind: 'failed'; readonly row: string; readonly undo: boolean; readonly error: ErrorName; readonly why: string }
  | { readonly kind: 'cancelled'; readonly row: string; readonly undo: boolean; readonly why: string }
  | { readonly kind: 'abort'; readonly by: Person }
  /** It may not start, or go on, although nobody stopped it. */
  | { readonly kind: 'blocked'; readonly why: string }
  /** A step failed before the point of no return, and what was done is taken back. */
  | { readonly kind: 'roll-back'; readonly by: Person; readonly why: string }
  | { readonly kind: 'point-of-no-return'; readonly row: string }
  | {
      readonly kind: 'fenced-later';
      readonly says: string;
      readonly fencedAt: number;
      readonly bothWritableMs: number | null;
      readonly stranded: StrandedWrites | null;
    }
  | {
      readonly kind: 'closed';
      readonly result: Result;
      readonly says: string;
      readonly left: readonly string[];
      readonly summary: Summary | null;
    };

/** What an entry of a set's journal can say besides: its question, its votes and its abort are told like those of a run. */
export type SetEntryBody =
  | {
      readonly kind: 'set-requested';
      readonly set: RecoverySet;
      /** SHA-256 (hex) of the dr.yml that the request was made under. */
      readonly config: string;
    }
  /** A member has a run from now on. */
  | { readonly kind: 'joined'; readonly application: string; readonly run: string }
  /** A member will have none. */
  | { readonly kind: 'left-out'; readonly application: string; readonly why: string }
  /** What the approval of the set binds to. */
  | { readonly kind: 'set-planned'; readonly hash: string; readonly members: readonly PlannedMember[] }
  /** The approval holds for this member from now on. */
  | { readonly kind: 'released'; readonly application: string }
  /** The run of a member that was let go is over, and whether it was moved. */
  | { readonly kind: 'ended'; readonly application: string; readonly isMoved: boolean }
  | { readonly kind: 'set-closed'; readonly says: string };

/** Writes the old writer acknowledged and the new one does not have. */
export interface StrandedWrites {
  readonly count: number;
  /** Whether it is at least so many, because there was more to compare than time for it. */
  readonly isPartial?: true;
  /** Their keys, at most 100 of them. */
  readonly keys: readonly string[];
}

/** One line of the append-only record of a run. */
export type Entry = EntryBody & {
  /** 1, 2, 3 … within the run, without gaps. */
  readonly seq: number;
  /** Epoch ms. */
  readonly at: number;
};

export type EntryKind = EntryBody['kind'];
