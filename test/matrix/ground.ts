import type { Region } from '../../orchestrator/domain/region.ts';
import type { Records } from '../../orchestrator/ports/records.ts';
import type { Recovery } from '../../orchestrator/recovery.ts';
import type { Stage } from '../../orchestrator/stage.ts';
import type { Asker } from '../scenarios/rehearsal.ts';

/** What is true of the two Regions at the end of a case, told by nobody of the platform. */
export interface Truth {
  /** Moments at which both Regions could be written to, epoch ms. */
  readonly overlaps: readonly number[];
  /** Regions that take writes. */
  readonly writable: readonly Region[];
  /** Acknowledged writes of the old writer that the other Region does not have. */
  readonly missing: number;
  /** Runs of which a drill is left once the sweeper had its time. */
  readonly drills: readonly string[];
}

/** What a case is played on: the platform, and two Regions whose writer never stops. */
export interface Ground extends Asker {
  readonly recovery: Recovery;
  readonly records: Records;
  readonly stage: Stage;
  /** Ends the platform where it is and starts it again on the same records. */
  crash(): Promise<void>;
  /** Lets the time pass that a row may take, ms, where it does not do so by itself. */
  pass(ms: number): void;
  /** Begins to write in the Region that the plan leaves, or has others follow. */
  keepWriting(old: Region): Promise<void>;
  truth(old: Region, current: Region): Promise<Truth>;
  stop(): Promise<void>;
}

export type MakeGround = () => Promise<Ground>;
