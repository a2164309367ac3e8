import type { Region } from '../domain/region.ts';
import type { InstanceStatus, Marker, Observation, ProbeReading } from './world.ts';

/** One drill: the Region in which it is held, and the run that holds it. */
export interface Drill {
  readonly region: Region;
  readonly run: string;
}

/** What a copy is made from: the database that replicates, or its backups. */
export type CopySource = 'replica' | 'backups';

/** A task that a drill started, until it has ended. */
export interface DrillTask {
  readonly service: string;
  readonly state: 'starting' | 'running' | 'stopping';
}

/** What there is of a drill. */
export interface DrillStatus {
  /** Its copy of the Region's database; null where there is none. */
  readonly database: InstanceStatus | null;
  readonly tasks: readonly DrillTask[];
}

/**
 * Drills, each a database and tasks of its own beside a Region's: users are never led there, and nothing in it reaches
 * production. Every method is about the drill alone; only `copy` may be felt in the Region, whose database is backed up for it.
 */
export interface Drills {
  /** Sentences: why no copy can be had that way in the Region now. */
  obstacles(region: Region, source: CopySource): Promise<readonly string[]>;
  look(drill: Drill): Promise<DrillStatus>;
  /** Asks for a replica of the Region's database in the same Region and returns at once; asking again changes nothing. */
  copy(drill: Drill): Promise<void>;
  /** Asks for a copy from the Region's own backups, as late as they reach, which is no replica; it is not felt at all. */
  restore(drill: Drill): Promise<void>;
  /** Asks for the copy's promotion and returns at once. */
  promote(drill: Drill): Promise<void>;
  /** What the Region's agent sees in the copy. */
  observe(drill: Drill): Promise<Observation>;
  /** Commits the marker in the copy; answers its flush LSN. */
  mark(drill: Drill, marker: Marker): Promise<string>;
  /** Gives the writers LOGIN in the copy alone. `Refused` while it is in recovery: until then it is not cut off from production. */
  open(drill: Drill): Promise<Observation>;
  /** Starts one task of each service that has none, against the copy; asking again changes nothing. */
  start(drill: Drill): Promise<void>;
  /** A read and a write through the drill's tasks. */
  probe(drill: Drill): Promise<ProbeReading>;
  /** Ends the tasks and deletes the copy without a snapshot, and returns at once; asking again changes nothing. */
  remove(drill: Drill): Promise<void>;
  /** Runs of whose drills something is left in the Region, by what is tagged as theirs. */
  leftovers(region: Region): Promise<readonly string[]>;
}
