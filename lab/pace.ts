import type { Pace } from '../orchestrator/pace.ts';

/** The lab's pace: AWS's divided by 50, because what takes minutes there takes a second here; the sweeper each second. */
export const labPace: Pace = {
  poll: { seconds: 20, minutes: 1_200, hours: 1_200 },
  invocation: 1_000,
  fenceGiveUp: 200,
  settle: 100,
  watch: 200,
  watchFailures: 3,
  sweep: 1_000,
  reconcile: 250,
  rehearse: 1_728_000,
};
