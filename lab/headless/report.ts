import type { PlanId } from '../../orchestrator/domain/plan.ts';
import type { Result } from '../../orchestrator/domain/run.ts';

export const SCENARIOS = ['kill', 'cut-off', 'well'] as const;
/** How the primary Region is broken: gone, alive but out of the platform's reach, or not at all. */
export type Scenario = (typeof SCENARIOS)[number];

/** What one headless recovery of one application achieved; `--json` prints it as one line for each. All durations in ms; null for what did not come to pass. */
export interface Report {
  readonly application: string;
  readonly plan: PlanId;
  readonly scenario: Scenario;
  readonly result: Result | 'unfinished';
  readonly steps: readonly { readonly id: string; readonly ms: number }[];
  /** The longest gap between acknowledged writes over all users. */
  readonly downtimeMs: number;
  /** Requests of users that failed since the run was asked for. */
  readonly failedRequests: number;
  /** Last write acknowledged by the old writer → first by the new one, as a prober sees it that tries both every 10 ms. */
  readonly pauseMs: number | null;
  readonly rto: {
    /** Command → last needed approval. */
    readonly humanMs: number | null;
    /** That → first write acknowledged through the domain; of a drill, the promotion of its copy → the first write in it. */
    readonly machineMs: number | null;
    /** The Region broke → the watch in the control Region counted it as down. */
    readonly detectionMs: number | null;
    /** The TTL of the lab's DNS. */
    readonly dnsTtlMs: number;
    /** Last needed approval → flags written: what the platform itself took. */
    readonly workMs: number | null;
    /** The same work, then dr.yml's health checks and TTL at their worst. */
    readonly atAwsDnsMs: number | null;
  };
  readonly writes: { readonly acknowledged: number; readonly kept: number; readonly lost: number; readonly stranded: number };
  /** How long writer roles could commit in both Regions; null when the source was never seen again. */
  readonly bothWritableMs: number | null;
  readonly fence: {
    readonly outcome: 'fenced' | 'unreachable' | null;
    readonly acceptedBy: readonly string[];
    /** The source could be reached again → it was fenced; null when it was fenced before, or never came back. */
    readonly fencedLaterMs: number | null;
  };
}

/** One target of dr.yml beside what was achieved. */
export interface Judged {
  readonly what: string;
  readonly achieved: string;
  readonly target: string;
  readonly met: boolean;
}
