import type { Evidence } from '../domain/answer.ts';
import { bytesBetween, lsnToBytes } from '../domain/lsn.ts';
import type { Run } from '../domain/run.ts';
import type { Observation } from '../ports/world.ts';

/** Whether a target has every write that its fenced source committed, and what shows it. */
export interface Proof {
  readonly holds: boolean;
  readonly evidence: Evidence;
  /** Bytes from what the target has replayed to the marker's position, or `unknown`. */
  readonly behind: number | 'unknown';
}

/**
 * Zero loss is proved by position and by sight: the target has replayed up to `mark`, the source's flushed position after the
 * marker's commit, and the marker of this run and epoch is visible in it.
 */
export function proofOf({ id, epoch }: Pick<Run, 'id' | 'epoch'>, target: Observation, mark: string): Proof {
  const { marker, replayedLsn, lastCommitAt } = target;
  const isVisible = marker?.run === id && marker.epoch === epoch;
  const isReplayed = replayedLsn !== null && lsnToBytes(replayedLsn) >= lsnToBytes(mark);
  return {
    holds: isVisible && isReplayed,
    evidence: { zeroLoss: isVisible && isReplayed, marker, mark, replayedLsn, lastCommitAt },
    behind: replayedLsn === null ? 'unknown' : bytesBetween(replayedLsn, mark),
  };
}
