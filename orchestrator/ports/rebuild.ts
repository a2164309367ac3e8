import type { Kept } from '../domain/kept.ts';
import type { Region } from '../domain/region.ts';
import type { InstanceStatus } from './world.ts';

/** A Region whose database was left behind by a move, and what the name of all that is kept of that database ends with. */
export interface Rebuilding {
  readonly region: Region;
  /** Begins with `old-` and the day, and is one run's: `old-2026-11-29-dr-42`. */
  readonly keptAs: string;
}

/** The database that a Region has under its own name. */
export interface Rebuilt {
  /** Null where there is none; `modifying` while it is made. */
  readonly database: InstanceStatus | null;
  /** What keeping it would cost, US dollars a day; null where that is not known. */
  readonly perDay: number | null;
}

/**
 * Making a Region's database anew as the replica of the other Region's, under the name that it always had. Whatever acts returns
 * at once, changes nothing when it is asked again, and deletes nothing.
 */
export interface Rebuild {
  /** Sentences: why no instance can be made or renamed in the Region for now. */
  obstacles(region: Region): Promise<readonly string[]>;
  look(region: Region): Promise<Rebuilt>;
  /** Everything that is kept in the Region. */
  kept(region: Region): Promise<readonly Kept[]>;
  /** Asks for a snapshot of the Region's database. */
  snapshot(rebuilding: Rebuilding): Promise<void>;
  /** Asks for another name for the Region's database, so that its own is free. `Refused` for a replica. */
  setAside(rebuilding: Rebuilding): Promise<void>;
  /** Asks for a replica of the other Region's database, where the Region has none. `Refused` where nothing was set aside. */
  replicate(region: Region): Promise<void>;
  /** Sentences: where the database is not yet what the one was that was set aside last. */
  differences(region: Region): Promise<readonly string[]>;
  /** Asks for all of that to be as it was. */
  restore(region: Region): Promise<void>;
}
