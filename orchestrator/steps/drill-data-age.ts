import { newestCommitIn, type Progress } from '../domain/newest-commit.ts';

/** How old the newest commit is that a copy shows, ms; null where that is not known. */
export function ageOf(copy: Progress, now: number): number | null {
  const newest = newestCommitIn(copy);
  return newest === null ? null : Math.max(0, now - newest);
}
