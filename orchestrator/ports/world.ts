import type { StrandedWrites } from '../domain/entry.ts';
import type { FlagState } from '../domain/facts.ts';
import type { Move, Region } from '../domain/region.ts';
import type { Drills } from './drills.ts';
import type { Rebuild } from './rebuild.ts';

/*
 * What steps and use cases need from the world. Every method of a port, here and in the files beside this one, may throw
 * `Unavailable` (ask again) or `Refused` (it will not), and nothing else on purpose. Everything that acts is idempotent.
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
  /** Whether the agent may commit a marker. */
  readonly mayMark: boolean;
  /** Whether the server keeps commit timestamps, by which what a late fence left behind is found. */
  readonly tracksCommits: boolean;
  /** Audited tables that are not there or that the agent may not read. */
  readonly unreadable: readonly string[];
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
  /** Null where the database has none yet. */
  readonly heartbeat: Heartbeat | null;
}

/** What a Region's agent leaves in the data each minute, epoch ms by the database's clock. */
export interface Heartbeat {
  /** When it was last written by a Region whose writers may log in: data that shows it has everything committed before. */
  readonly at: number;
  /** When an agent last fenced its own Region in this data; null when none did. */
  readonly fencedAt: number | null;
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
  /** How many tasks autoscaling may make of it; absent where nothing scales by itself. */
  readonly max?: number;
  readonly desired: number;
  readonly running: number;
  /** Healthy behind the Region's load balancer. */
  readonly healthy: number;
}

/** How many tasks a service is to have; `max` is that of its Region in dr.yml where nobody says another. */
export interface Sizing {
  readonly min: number;
  readonly desired: number;
  readonly max?: number;
}

/** The application's services in a Region. */
export interface Services {
  look(region: Region): Promise<Readonly<Record<string, ServiceStatus>>>;
  /** Sets autoscaling's limits first, then the desired count. */
  scale(region: Region, service: string, capacity: Sizing): Promise<void>;
}

export interface TrafficStatus {
  /** The Region DNS gives out now. */
  readonly answers: Region | null;
  /** Null where users are moved by records, which have no flags. */
  readonly flags: { readonly dr: FlagState; readonly control: FlagState } | null;
}

/** What is known of traffic that cannot be seen. */
export const UNSEEN: TrafficStatus = { answers: null, flags: null };

/** Where users are sent: by two flag objects, two plain checks, a calculated one, inverted on the primary record; or by changing records. */
export interface Traffic {
  look(): Promise<TrafficStatus>;
  /** Writes (towards the DR Region) or removes (towards the primary) both flags, of which one unreachable endpoint is not an error; or changes every record. */
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
  readonly drills: Drills;
  readonly rebuild: Rebuild;
}
