/** An AWS Region name, such as `us-east-1`. */
export type Region = string;

/** One direction of a recovery. Every plan works in both. */
export interface Move {
  readonly from: Region;
  readonly to: Region;
}
