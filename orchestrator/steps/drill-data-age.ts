import type { Observation } from '../ports/world.ts';

/**
 * How old the newest commit is that a copy shows, ms. A server that was just started has replayed nothing since, but its data
 * shows the heartbeat; null where neither is known.
 */
export function ageOf({ lastCommitAt, heartbeat }: Observation, now: number): number | null {
  const newest = lastCommitAt ?? heartbeat?.at ?? null;
  return newest === null ? null : Math.max(0, now - newest);
}
