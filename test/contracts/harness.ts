import type { Application } from '../../orchestrator/config.ts';
import type { Region } from '../../orchestrator/domain/region.ts';
import type { World } from '../../orchestrator/ports/world.ts';

/** A session of one of the application's writer roles that stays open. */
export interface WriterSession {
  /** Commits one audited row; false when the session is gone or the server refuses. */
  commit(): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * The application's writer, seen from inside the Region: a cut-off or frozen Region still serves it, a killed one does
 * not. Every commit is one new row of an audited table.
 */
export interface Writer {
  /** Logs in as a writer role and commits one row; false when the server is gone, refuses the login or refuses the write. */
  commit(region: Region): Promise<boolean>;
  /** Opens a session and leaves it open. */
  connect(region: Region): Promise<WriterSession>;
  /** Leaves a prepared transaction of a writer role behind; the function ends it (ROLLBACK PREPARED). */
  prepare(region: Region): Promise<() => Promise<void>>;
}

/**
 * A world under test, with what the platform must not have: switches, and the application's own eyes. It starts
 * healthy: the primary Region is the writer, the other replicates from it, no flag is set, and nobody but the test
 * writes. Switches end when what they did can be seen, as far as the implementation can tell.
 */
export interface WorldHarness {
  readonly world: World;
  readonly application: Application;
  readonly regions: { readonly primary: Region; readonly dr: Region };
  readonly writer: Writer;
  /** Puts one object into the application's bucket of the Region. */
  putObject(region: Region): Promise<void>;
  kill(region: Region): Promise<void>;
  cutOff(region: Region): Promise<void>;
  freeze(region: Region): Promise<void>;
  /** Everything in the Region comes back as it was. */
  heal(region: Region): Promise<void>;
  loseFlag(flag: 'dr' | 'control'): Promise<void>;
  restoreFlag(flag: 'dr' | 'control'): Promise<void>;
  /** Ends when every health check has had the time to turn, so that what DNS answers then is what it goes on answering. */
  checksTurned(): Promise<void>;
  /**
   * Waits, in the world's own time, until the condition holds, taking `Unavailable` for not yet. Rejects with `what`
   * when it takes longer than anything in this world may take.
   */
  until(what: string, condition: () => Promise<boolean>): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a fresh, healthy world. */
export type MakeWorld = () => Promise<WorldHarness>;
