import { Unavailable } from '../../domain/errors.ts';
import type { Move, Region } from '../../domain/region.ts';

/** What is found in the target, and in the source as far as that answers. */
export async function inBoth(
  { from, to }: Move,
  find: (region: Region) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const found = await Promise.all([find(to), find(from).catch(silence)]);
  return found.flat();
}

function silence(error: unknown): readonly string[] {
  if (error instanceof Unavailable) return [];
  throw error;
}
