import type { Taken } from '../domain/claim-rules.ts';
import type { CostMetric } from '../domain/cost-metric.ts';
import type { Entry, EntryBody } from '../domain/entry.ts';
import type { Override } from '../domain/override.ts';
import type { Outcome, Question, Vote } from '../domain/question.ts';
import type { RecoverySet } from '../domain/recovery-set.ts';
import type { Region } from '../domain/region.ts';
import type { Claim, Lock, NextClaim, Result, Run, StopKind } from '../domain/run.ts';
import type { TestResult } from '../domain/test-result.ts';
import type { Marker } from './world.ts';

/** One claim per application, decided by conditional writes on one item. */
export interface Claims {
  look(application: string): Promise<Claim>;
  /**
   * Takes the claim for a new run, with the next epoch and the next run number; `Busy` names the run that holds it, `Refused`
   * says who locked the application and why.
   */
  take(application: string, at: number): Promise<Claim & { readonly run: string }>;
  /**
   * Has a new run wait for the claim behind one that has to give way, which goes on; null where that is over, so that the claim can be
   * taken. `Busy` and `Refused` as for taking it; only one can wait.
   */
  wait(application: string, at: number, behind: Taken): Promise<NextClaim | null>;
  /**
   * Gives the claim to the run that waits for it, in the epoch that it was given, where `over` still holds it, on this side of its
   * point of no return or with nothing left that moves users; `Busy` otherwise, and `Refused` for a run that does not wait any more.
   * Taking it over again is the same.
   */
  takeOver(claim: Marker & { readonly application: string }, over: Taken | null): Promise<Claim>;
  /** Sets the stop flag of the run, whether it holds the claim or waits for it. An abort or roll-back is `Refused` past the point of no return; a stop is not. */
  stop(
    claim: Marker & { readonly application: string },
    stop: { readonly kind: StopKind; readonly by: string; readonly at: number },
  ): Promise<Claim>;
  /**
   * Written on the condition *not stopped and the epoch is mine*, `Refused` otherwise; the same write makes `to` the
   * writer. Passing it again is the same.
   */
  passPointOfNoReturn(claim: Marker & { readonly application: string }, to: Region, at: number): Promise<Claim>;
  /**
   * Gives the claim up if that epoch still holds it or waits for it, otherwise does nothing: whoever waits holds it then, or it is free.
   * The writer and the lock stay on record.
   */
  release(claim: Marker & { readonly application: string }): Promise<void>;
  /** Keeps every new run from taking the claim; a later lock takes the place of an earlier one. */
  lock(application: string, lock: Lock): Promise<Claim>;
  /** Lifts the lock, if there is one. */
  unlock(application: string): Promise<Claim>;
}

/** Runs and their append-only journals. */
export interface Journal {
  begin(run: Run): Promise<void>;
  run(id: string): Promise<Run | null>;
  /** Runs that are not closed. */
  open(): Promise<readonly Run[]>;
  /** Newest first. */
  recent(application: string, limit: number): Promise<readonly Run[]>;
  /** Closes it once; a second close changes nothing and answers false. */
  close(id: string, result: Result, at: number): Promise<boolean>;
  /**
   * Appends with the next number. With `unless`, the journal as it stands is looked at in the same breath: where it says
   * true nothing is written and the answer is null, so that of two writers of one fact only one writes it.
   */
  append(run: string, at: number, body: EntryBody): Promise<Entry>;
  append(run: string, at: number, body: EntryBody, unless: (entries: readonly Entry[]) => boolean): Promise<Entry | null>;
  /** Entries with `seq` greater than `after`, in order. */
  read(run: string, after?: number): Promise<readonly Entry[]>;
}

/** What runs wait for people to answer. */
export interface Questions {
  /** Puts the question if it is not there yet; answers what is there. */
  ask(question: Question): Promise<Question>;
  get(run: string, id: string): Promise<Question | null>;
  /** All of a run, oldest first. */
  of(run: string): Promise<readonly Question[]>;
  /**
   * One vote on the conditions: no outcome yet, not expired, same hash, this person has not voted. `Refused` says which
   * one failed. Answers the question with the vote in it.
   */
  vote(run: string, id: string, hash: string, vote: Vote): Promise<Question>;
  /** Sets the outcome if there is none; answers the one that stands. */
  settle(run: string, id: string, outcome: Outcome, at: number): Promise<Question>;
  /** Remembers a token of the state machine for this question; a repeated delivery may bring a second one. */
  attach(run: string, id: string, token: string): Promise<void>;
  /** Every token of questions that have an outcome, until it was delivered. */
  undelivered(run: string): Promise<readonly { readonly id: string; readonly token: string }[]>;
  delivered(run: string, id: string, token: string): Promise<void>;
}

/** Sets of runs; what becomes of one is in the journal under its id, and its approval is a question under its id. */
export interface Sets {
  /** Keeps it under the next id, `SET-1`, `SET-2`, … */
  begin(set: Omit<RecoverySet, 'id'>): Promise<RecoverySet>;
  /** Sets that are not closed. */
  open(): Promise<readonly RecoverySet[]>;
  /** Closes it; closing it again changes nothing. */
  close(id: string, at: number): Promise<void>;
}

/** What was last seen of a Region by the probes in the control Region. */
export interface Sighting {
  readonly region: Region;
  /** Epoch ms of the last answer; null when it never answered. */
  readonly lastAnsweredAt: number | null;
  /** Epoch ms at which the first probe since that answer had failed; null while it answers. */
  readonly missedAt: number | null;
  /** Epoch ms since when it does not answer (after the declared number of failures); null when it does. */
  readonly downSince: number | null;
}

export interface Sightings {
  look(application: string, region: Region): Promise<Sighting>;
  record(application: string, sighting: Sighting): Promise<void>;
}

/** Where a message of a run stands in Slack, so that it is redrawn and never posted twice. */
export interface Surface {
  readonly run: string;
  /** `channel`, `live`, `approval.1`, `announcement`, `nudge.1`, `milestone.started`, … */
  readonly name: string;
  readonly channel: string;
  readonly ts: string;
  /** Sequence of the newest journal entry drawn in it. */
  readonly drawnSeq: number;
  /** Until when (epoch ms) one reporter has the posting of it to itself; absent once it stands. */
  readonly claimedUntil?: number;
}

export interface Surfaces {
  of(run: string): Promise<readonly Surface[]>;
  /** Saves the surface if it is as it was read before, or nowhere where it was not there; whether it was. Of two at once, one is. */
  claim(surface: Surface, before: Surface | undefined): Promise<boolean>;
  save(surface: Surface): Promise<void>;
}

/** Which signed requests were received already. Slack signs a retried delivery anew, so an exact copy is never Slack's own. */
export interface Replays {
  /**
   * Whether `signature` was claimed before `at` and is remembered still; if not, this call claims it until `untilMs` (both
   * epoch ms), so that of two simultaneous copies one is new.
   */
  seen(signature: string, time: { readonly at: number; readonly untilMs: number }): Promise<boolean>;
}

/** Deployments that were made against the guard's refusal. */
export interface Overrides {
  /** Writes it down, beside those before it. */
  record(override: Override): Promise<void>;
  /** Newest first. */
  recent(limit: number): Promise<readonly Override[]>;
}

/** How recoveries were tested. Results are kept for 400 days. */
export interface Tests {
  /** Keeps a result under its id; where there is one already, that one stays. */
  add(result: TestResult): Promise<void>;
  /** Newest first, by id. */
  recent(application: string, limit: number): Promise<readonly TestResult[]>;
}

/** What AWS charged, by day. Days are kept for 400 days. */
export interface Costs {
  /** Keeps what is heard of a day, in the place of what was heard of it before. */
  record(cost: CostMetric): Promise<void>;
  /** That of the newest day that is known; null when none is. */
  latest(application: string): Promise<CostMetric | null>;
}

/** The records of the platform: DynamoDB in production, dynalite in the lab, memory in tests with hundreds of cases. */
export interface Records {
  readonly claims: Claims;
  readonly journal: Journal;
  readonly questions: Questions;
  readonly sets: Sets;
  readonly sightings: Sightings;
  readonly surfaces: Surfaces;
  readonly replays: Replays;
  readonly overrides: Overrides;
  readonly tests: Tests;
  readonly costs: Costs;
}
