import type { Row } from './domain/plan.ts';

/** How fast the platform asks and how long it is patient: one set for AWS, one for the lab. All in ms. */
export interface Pace {
  /** Between two asks of a row within one invocation, by how it polls. */
  readonly poll: Readonly<Record<Row['poll'], number>>;
  /** The longest one invocation of the runner keeps asking before it answers `working`. */
  readonly invocation: number;
  /** How long the fence is tried when preflight saw that it cannot be closed. */
  readonly fenceGiveUp: number;
  /** How long settling waits in an unplanned failover. */
  readonly settle: number;
  /** Between two probes of a Region from the control Region, and how many must fail before it counts as down. */
  readonly watch: number;
  readonly watchFailures: number;
  /** Between two rounds of the sweeper, and of the fence reconciler. */
  readonly sweep: number;
  readonly reconcile: number;
  /** Between two dry runs of an application. */
  readonly rehearse: number;
}

/** A Lambda ends at 90 s of our choosing, so an invocation that asks for 50 s has room for its last look; the minute is EventBridge Scheduler's precision. */
export const awsPace: Pace = {
  poll: { seconds: 1_000, minutes: 60_000, hours: 60_000 },
  invocation: 50_000,
  fenceGiveUp: 10_000,
  settle: 5_000,
  watch: 10_000,
  watchFailures: 3,
  sweep: 60_000,
  reconcile: 2_000,
  rehearse: 86_400_000,
};
