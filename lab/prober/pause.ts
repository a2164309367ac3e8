import type { Region } from '../../orchestrator/domain/region.ts';
import type { Acknowledged } from '../users/ledger.ts';

/** How the writer changed, as acknowledged writes tell it. All in ms or epoch ms. */
export interface Pause {
  /** From the last write acknowledged by the old writer to the first by the new one; below zero when both took writes. */
  readonly ms: number;
  readonly lastAt: number;
  readonly firstAt: number;
}

/** The pause between two writers; null where one of them acknowledged nothing. */
export function pauseOf(writes: readonly Acknowledged[], old: Region, current: Region): Pause | null {
  const lastAt = writes.findLast(({ region }) => region === old)?.at;
  const firstAt = writes.find(({ region }) => region === current)?.at;
  return lastAt === undefined || firstAt === undefined ? null : { ms: firstAt - lastAt, lastAt, firstAt };
}
