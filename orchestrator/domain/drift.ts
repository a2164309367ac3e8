import { toWords } from './duration.ts';
import type { Active, Facts } from './facts.ts';

/** How far live facts may move from the frozen ones: `drift` and the RPO target in dr.yml. */
export interface DriftLimits {
  /** ms of additional data loss. */
  readonly rpo: number;
  /** The promised RPO, ms. */
  readonly rpoTarget: number;
  /** Additional bytes not yet replayed. */
  readonly lagBytes: number;
}

/** Sentences saying what got worse beyond the limits since the facts were frozen; empty when approvals still hold. */
export function driftOf(frozen: Facts, now: Facts, limits: DriftLimits): readonly string[] {
  return [
    ...now.blockers.filter((blocker) => !frozen.blockers.includes(blocker)),
    ...fenceDrift(frozen, now),
    ...activeDrift(frozen.active, now.active, now.source.fence),
    ...rpoDrift(frozen, now, limits),
    ...lagDrift(frozen, now, limits),
  ];
}

function fenceDrift(frozen: Facts, now: Facts): readonly string[] {
  if (frozen.source.fence === 'impossible' || now.source.fence === 'possible') return [];
  return [now.source.fenceWhy ?? `${now.source.region} can no longer be fenced`];
}

function activeDrift(frozen: Active, now: Active, fence: 'possible' | 'impossible'): readonly string[] {
  const nameOf = (active: Active): string => ('region' in active ? active.region : active.ambiguous);
  const unchanged = nameOf(frozen) === nameOf(now) || fence === 'impossible';
  return unchanged ? [] : [`where the application runs changed: ${nameOf(frozen)} then, ${nameOf(now)} now`];
}

/** Loss that was accepted beyond the target keeps growing with the clock; that voids nothing again. */
function rpoDrift(frozen: Facts, now: Facts, limits: DriftLimits): readonly string[] {
  if (frozen.estimatedRpoMs === null || now.estimatedRpoMs === null) return [];
  const wasAccepted = frozen.estimatedRpoMs > limits.rpoTarget;
  return !wasAccepted && now.estimatedRpoMs - frozen.estimatedRpoMs > limits.rpo
    ? [`the data that would be lost grew from ${toWords(frozen.estimatedRpoMs)} to ${toWords(now.estimatedRpoMs)}`]
    : [];
}

function lagDrift(frozen: Facts, now: Facts, limits: DriftLimits): readonly string[] {
  if (frozen.target.lagBytes === null || now.target.lagBytes === null) return [];
  return now.target.lagBytes - frozen.target.lagBytes > limits.lagBytes
    ? [`the replica fell behind from ${frozen.target.lagBytes} to ${now.target.lagBytes} bytes`]
    : [];
}
