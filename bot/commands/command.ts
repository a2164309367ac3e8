import type { Person } from '../../orchestrator/domain/run.ts';
import type { Platform } from '../platform.ts';
import type { Open } from '../review.ts';
import type { Card } from '../views/blocks.ts';

/** One `/dr …` as somebody typed it. */
export interface Command {
  readonly by: Person;
  /** The first word after the verb, or null. */
  readonly argument: string | null;
  /** What follows the argument, as typed. */
  readonly rest: string;
  /** The run whose incident channel this was typed in, or null. */
  readonly implied: string | null;
  /** Opens a modal for them; works once. */
  readonly open: Open;
}

/** Answers a command with a private card; null when a modal says it. */
export type OnCommand = (platform: Platform, command: Command) => Promise<Card | null>;

/** A verb: what is typed, what the help says, and what answers. */
export interface Verb {
  readonly usage: string;
  readonly says: string;
  readonly answer: OnCommand;
}
