import { closest, distance } from 'fastest-levenshtein';

/** ` Did you mean shop?` when a known word is near enough (half of its letters), otherwise nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const nearest = known.length === 0 ? null : closest(word, known);
  return nearest !== null && distance(word, nearest) <= Math.ceil(nearest.length / 2) ? ` Did you mean ${nearest}?` : '';
}
