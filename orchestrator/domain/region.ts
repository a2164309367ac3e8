/** An AWS Region name, such as `us-east-1`. */
export type Region = string;

/** What a Region is to an application. `control` runs the platform and is the witness; it never runs the application. */
export type RegionRole = 'primary' | 'dr' | 'control';

/** One direction of a recovery. Every plan works in both. */
export interface Move {
  readonly from: Region;
  readonly to: Region;
}
