import type { Region } from './region.ts';

/** Where the application's one writer is, as observed (never remembered). */
export type Active = { readonly region: Region } | { readonly ambiguous: string };

/** The Region that is left. */
export interface SourceFacts {
  readonly region: Region;
  /** Whether the Region's agent answers, so that the fence can be closed. */
  readonly fence: 'possible' | 'impossible';
  /** Why the fence is impossible, as a sentence; null when it is possible. */
  readonly fenceWhy: string | null;
  /** When anything of the source last answered the control Region, epoch ms; null when never seen. */
  readonly lastAnsweredAt: number | null;
  /** Position up to which the source's log is durable; null when it does not answer. */
  readonly flushLsn: string | null;
}

/** The Region that is moved to. */
export interface TargetFacts {
  readonly region: Region;
  readonly inRecovery: boolean | null;
  readonly receivedLsn: string | null;
  readonly replayedLsn: string | null;
  /** Bytes of the source's log not yet replayed here; null when the source does not answer. */
  readonly lagBytes: number | null;
  /** When the newest transaction replayed here was committed, epoch ms. */
  readonly lastCommitAt: number | null;
}

/** What autoscaling holds a service to. */
export interface Capacity {
  readonly min: number;
  readonly desired: number;
}

export interface ServiceFacts {
  readonly service: string;
  readonly running: number;
  readonly needed: number;
}

/** What preflight saw. Frozen with the plan; approvals bind to the hash of both. */
export interface Facts {
  /** When they were gathered, epoch ms. */
  readonly at: number;
  readonly active: Active;
  readonly source: SourceFacts;
  readonly target: TargetFacts;
  readonly services: readonly ServiceFacts[];
  /** Capacity before the run, per Region that answered and service, for the undos. */
  readonly capacity: Readonly<Record<Region, Readonly<Record<string, Capacity>>>>;
  /** Objects not yet copied to the target's bucket; null when unknown. */
  readonly storageBacklog: number | null;
  /** Region that DNS gives out now; null when it gives none. */
  readonly answers: Region | null;
  /** Null where users are moved by records, which have no flags. */
  readonly flags: { readonly dr: FlagState; readonly control: FlagState } | null;
  /** Data that would be lost now, in ms of commits; null when it cannot be known. */
  readonly estimatedRpoMs: number | null;
  /** Median machine time of earlier runs of this plan, ms; null when there were none. */
  readonly estimatedRtoMs: number | null;
  /** What the database of a drill costs at most by list price, US dollars an hour; null where that is not known, absent where none is made. */
  readonly copyPerHour?: number | null;
  /** Sentences: what the Regions' agents did by themselves, or no longer do. */
  readonly agents: readonly string[];
  /** Sentences: why this must not run. */
  readonly blockers: readonly string[];
  /** Sentences: what approving accepts. */
  readonly risks: readonly string[];
}

export type FlagState = 'present' | 'absent' | 'unreachable';
