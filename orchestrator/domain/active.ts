import type { Active } from './facts.ts';
import type { Region } from './region.ts';

/** What was seen of one Region's database; null when its agent does not answer. */
export type Glimpse = { readonly inRecovery: boolean; readonly writersMayLogin: boolean } | null;

/** Which Region is active: observed from both databases and DNS, never remembered. */
export function activeOf(seen: Readonly<Record<Region, Glimpse>>, answers: Region | null): Active {
  const regions = Object.keys(seen);
  const writers = regions.filter((region) => seen[region]?.inRecovery === false && seen[region].writersMayLogin);
  const silent = regions.filter((region) => seen[region] === null);
  const replicas = regions.filter((region) => seen[region]?.inRecovery === true);
  const [writer, second] = writers;
  const [unseen] = silent;

  if (writer !== undefined && second !== undefined) return { ambiguous: `${writer} and ${second} both accept writes` };
  if (writer !== undefined) {
    return answers === null || answers === writer
      ? { region: writer }
      : { ambiguous: `${writer} accepts writes, but DNS answers ${answers}` };
  }
  if (unseen !== undefined && silent.length === 1 && replicas.length === 1) return { region: unseen };
  if (silent.length === regions.length) return { ambiguous: 'neither Region answers' };
  return { ambiguous: 'no Region that answers accepts writes' };
}
