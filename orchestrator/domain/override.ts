import type { Person } from './run.ts';

/** A deployment that somebody made although the guard refused it. */
export interface Override {
  /** Epoch ms. */
  readonly at: number;
  readonly by: Person;
  /** Names of the stacks. */
  readonly stacks: readonly string[];
  /** Why, in that person's words. */
  readonly reason: string;
  /** Sentences: what the guard had refused it for. */
  readonly refusals: readonly string[];
}
