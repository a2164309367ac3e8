import type { Kept } from '../../../orchestrator/domain/kept.ts';

/** What is kept of a database in a Region, and when it is there as a whole. */
export interface MemoryKept extends Omit<Kept, 'isMade'> {
  /** Epoch ms. */
  readonly madeAt: number;
}
