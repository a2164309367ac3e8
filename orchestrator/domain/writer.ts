import type { Region } from './region.ts';

/** Where an application was moved to last: written with the point of no return, and there until a later run passes its own. */
export interface Writer {
  readonly region: Region;
  /** Epoch of that run: the data of `region` carries a marker of it before its writers get their LOGIN. */
  readonly epoch: number;
  readonly run: string;
}
