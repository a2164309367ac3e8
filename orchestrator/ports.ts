import type { Answer, Retry } from './domain/answer.ts';
import type { Entry, EntryBody, StrandedWrites } from './domain/entry.ts';
import type { FlagState } from './domain/facts.ts';
import type { Override } from './domain/override.ts';
import type { Outcome, Question, Vote } from './domain/question.ts';
import type { Move, Region } from './domain/region.ts';
import type { Claim, Result, Run } from './domain/run.ts';

/*
 * What steps and use cases need from the world. Every method may throw `Unavailable` (ask again) or `Refused` (it will
 * not), and nothing else on purpose. Everything that acts is idempotent.
 */

/** Time. The lab's is the wall clock, the in-memory world's is virtual. */
export interface Clock {
  /** Epoch ms. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

export interface InstanceStatus {
  readonly state: 'available' | 'backing-up' | 'modifying' | 'stopped';
  /** The Region it replicates from, or null when it is nobody's replica. */
  readonly replicaOf: Region | null;
}

/** The managed database instance of one application, through the provider's API of its Region. */
export interface Database {
  status(region: Region): Promise<InstanceStatus>;
  /** Asks for promotion and returns at once; asking again while it happens, or afterwards, changes nothing. */
  promote(region: Region): Promise<void>;
}

/** What the agent sees from inside its Region, as its unprivileged role. LSNs in PostgreSQL's `16/B374D848` form. */
export interface Observation {
  /** When the server was started, epoch ms (`pg_postmaster_start_time()`). */
  readonly startedAt: number;
  readonly inRecovery: boolean;
  readonly writersMayLogin: boolean;
  /** Whether the agent may take LOGIN from every writer role: CREATEROLE alone does not say so, ADMIN on the role does. */
  readonly mayFence: boolean;
  /** Sessions of writer roles that are open now. */
  readonly writerSessions: number;
  /** Prepared transactions of writer roles. */
  readonly preparedTransactions: number;
  /** `pg_current_wal_flush_lsn()`; null in recovery. */
  readonly flushLsn: string | null;
  /** `pg_last_wal_receive_lsn()`; null out of recovery. */
  readonly receivedLsn: string | null;
  /** `pg_last_wal_replay_lsn()`; null when it was never in recovery. */
  readonly replayedLsn: string | null;
  /** Commit time of the newest transaction replayed here, epoch ms; null when there is none. */
  readonly lastCommitAt: number | null;
  /** Newest marker row visible here. */
  readonly marker: Marker | null;
}

export interface Marker {
  readonly run: string;
  readonly epoch: number;
}

/** The Region's agent: code of ours inside the Region, connected as `dr_agent`, which is no superuser. */
export interface Agent {
  observe(region: Region): Promise<Observation>;
  /** One look of the fence: writers lose LOGIN, their sessions are ended, and what is left is observed afterwards. */
  fence(region: Region): Promise<Observation>;
  /** Gives the writers LOGIN. `Refused` where the server is in recovery. Undoing a fence is the same act on the source. */
  open(region: Region): Promise<Observation>;
  /** Commits the marker with `synchronous_commit=on`; answers the flush LSN read after that commit. */
  mark(region: Region, marker: Marker): Promise<string>;
  /**
   * Rows of the audited tables that `old` committed since `since` (epoch ms, by commit timestamp) and `current` does not
   * have: what a fence that came late left behind.
   */
  stranded(old: Region, current: Region, since: number): Promise<StrandedWrites>;
}

export interface ServiceStatus {
  readonly min: number;
  readonly desired: number;
  readonly running: number;
  /** Healthy behind the Region's load balancer. */
  readonly healthy: number;
}

/** The application's services in a Region. */
export interface Services {
  look(region: Region): Promise<Readonly<Record<string, ServiceStatus>>>;
  /** Sets the autoscaling minimum first, then the desired count. */
  scale(region: Region, service: string, capacity: { readonly min: number; readonly desired: number }): Promise<void>;
}

export interface TrafficStatus {
  /** The Region DNS gives out now. */
  readonly answers: Region | null;
  readonly flags: { readonly dr: FlagState; readonly control: FlagState };
}

/** Where users are sent: two flag objects, two plain checks, a calculated one, inverted on the primary record. */
export interface Traffic {
  look(): Promise<TrafficStatus>;
  /** Writes (towards the DR Region) or removes (towards the primary) both flags; one unreachable endpoint is not an error. */
  shift(to: Region, by: Marker): Promise<void>;
}

/** A read and a write of the sample path of the application, as a user would make them. */
export interface ProbeReading {
  /** The Region that served it. */
  readonly region: Region;
  readonly readOk: boolean;
  readonly writeOk: boolean;
}

/** Requests made as a user would. */
export interface Probe {
  /** Through the Region's own load balancer. */
  throughBalancer(region: Region): Promise<ProbeReading>;
  /** Through the domain, with a fresh DNS lookup. */
  throughDomain(): Promise<ProbeReading>;
}

/** The application's objects. */
export interface Storage {
  /** Objects in `from` not yet copied to `to`. */
  backlog(from: Region, to: Region): Promise<number>;
}

/** What nobody notices until it is needed. */
export interface Readiness {
  /** Sentences: what may be in the way of a move although both Regions answer, such as a smaller quota or a missing image. */
  risks(move: Move): Promise<readonly string[]>;
}

/** One claim per application, decided by conditional writes on one item. */
export interface Claims {
  look(application: string): Promise<Claim>;
  /** Takes the claim for a new run, with the next epoch and the next run number; `Busy` names the run that holds it. */
  take(application: string, at: number): Promise<Claim & { readonly run: string }>;
  /** Sets the stop flag. An abort is `Refused` past the point of no return; a stop is not. */
  stop(
    claim: Marker & { readonly application: string },
    stop: { readonly kind: 'abort' | 'stop'; readonly by: string; readonly at: number },
  ): Promise<Claim>;
  /**
   * Written on the condition *not stopped and the epoch is mine*, `Refused` otherwise; the same write makes `to` the
   * writer. Passing it again is the same.
   */
  passPointOfNoReturn(claim: Marker & { readonly application: string }, to: Region, at: number): Promise<Claim>;
  /** Frees the claim if that epoch still holds it, otherwise does nothing; the writer stays on record. */
  release(claim: Marker & { readonly application: string }): Promise<void>;
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
}

export interface Surfaces {
  of(run: string): Promise<readonly Surface[]>;
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

/** The engine that carries out a plan's state machine. */
export interface Workflow {
  /** Starts the execution named after the run; starting it again changes nothing. */
  start(run: Run): Promise<void>;
  /** Completes a task token with an answer; a token that is gone is not an error. */
  complete(token: string, answer: Answer | Retry): Promise<void>;
  state(run: Run): Promise<'absent' | 'running' | 'ended'>;
}

/** Who is in a group of people, such as a Slack user group. */
export interface Directory {
  members(group: string): Promise<readonly string[]>;
}

/** The records of the platform: DynamoDB in production, dynalite in the lab, memory in tests with hundreds of cases. */
export interface Records {
  readonly claims: Claims;
  readonly journal: Journal;
  readonly questions: Questions;
  readonly sightings: Sightings;
  readonly surfaces: Surfaces;
  readonly replays: Replays;
  readonly overrides: Overrides;
}

/** The application's two Regions, as steps see them. */
export interface World {
  readonly clock: Clock;
  readonly database: Database;
  readonly agent: Agent;
  readonly services: Services;
  readonly traffic: Traffic;
  readonly probe: Probe;
  readonly storage: Storage;
  readonly readiness: Readiness;
}
