/** Pairs of (our id, emulate's id). */
export type IdPairs = readonly (readonly [ours: string, emulated: string])[];

/** Translates the ids of dr.yml to those that emulate made up, and back, wherever they stand in a body. */
export interface IdMap {
  toEmulated(body: string): string;
  toOurs(body: string): string;
}

export function createIdMap(pairs: IdPairs): IdMap {
  const swap = (body: string, all: Iterable<readonly [string, string]>) => {
    let swapped = body;
    for (const [from, to] of all) swapped = swapped.replaceAll(from, to);
    return swapped;
  };
  const back = pairs.map(([ours, emulated]) => [emulated, ours] as const);
  return { toEmulated: (body) => swap(body, pairs), toOurs: (body) => swap(body, back) };
}
