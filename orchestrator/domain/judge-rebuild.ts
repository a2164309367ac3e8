import type { Facts } from './facts.ts';

/** What is known of the database that is to be made anew; null when its provider does not answer. */
export type LeftBehindGlimpse = {
  readonly database: { readonly state: string; readonly replicaOf: string | null } | null;
  readonly isRebuilt: boolean;
  readonly accepts: readonly string[];
} | null;

type Seen = Omit<Facts, 'blockers' | 'risks'>;

/**
 * Sentences: why the Region that was left must not be rebuilt (`blockers`), and what approving that accepts (`risks`). One that
 * follows already is in nobody's way whose plan goes on after that.
 */
export function judgeRebuild(
  seen: Seen,
  left: LeftBehindGlimpse,
  { goesOn }: { readonly goesOn: boolean },
): Pick<Facts, 'blockers' | 'risks'> {
  return { blockers: [...blockers(seen, left, goesOn)], risks: left?.accepts ?? [] };
}

function* blockers({ source, target, active }: Seen, left: LeftBehindGlimpse, goesOn: boolean): Iterable<string> {
  if (source.flushLsn === null) yield `${source.region} does not answer, so that nothing can replicate from it`;
  else if ('ambiguous' in active) yield `where the application runs is ambiguous: ${active.ambiguous}`;
  if (left === null) {
    yield `the database API of ${target.region} does not answer`;
    return;
  }
  const { database, isRebuilt } = left;
  if (isRebuilt && !goesOn) yield `${target.region} follows ${source.region} already`;
  if (database !== null && database.replicaOf === null && target.inRecovery === null)
    yield `the agent in ${target.region} does not answer, so that nobody sees whether its writers are locked out`;
  if (database?.state === 'stopped') yield `the database in ${target.region} is stopped: start it first`;
}
