import type { StrandedWrites } from '../domain/entry.ts';
import { Unavailable } from '../domain/errors.ts';

/** Rows looked at in one request: an answer stays far below what a Lambda may return, and the look far below a second. */
const PART = 10_000;
/** A disk that is still cold may not have read as many within the time of a statement: then fewer are asked for, down to these. */
const LEAST = 100;
/** Keys kept to be shown; the count is of all. */
const SHOWN = 100;
/** How long tables are compared: the function that counts has a minute, in which it does other things as well. */
const PATIENCE_MS = 20_000;

/** The next rows of an audited table that are to be looked at. */
export interface Part {
  readonly table: string;
  readonly after: string | null;
  readonly limit: number;
}

/** Keys of the rows that are new among them, and where to go on; an older agent does not tell, and answers as many as it finds. */
export interface Found {
  readonly keys: readonly string[];
  readonly next?: string | null | undefined;
}

/** Walks the audited tables of the old writer part by part and counts what the new writer does not have, as far as time allows. */
export async function findStranded(
  tables: readonly string[],
  newOnOld: (part: Part) => Promise<Found>,
  missingOnCurrent: (keys: { readonly table: string; readonly keys: string[] }) => Promise<readonly string[]>,
  now: () => number = performance.now.bind(performance),
): Promise<StrandedWrites> {
  const until = now() + PATIENCE_MS;
  const shown: string[] = [];
  let count = 0;
  let limit = PART;
  const nextOf = async (part: Omit<Part, 'limit'>): Promise<Found> => {
    for (;;) {
      try {
        return await newOnOld({ ...part, limit });
      } catch (error) {
        if (!(error instanceof Unavailable) || limit <= LEAST || now() > until) throw error;
        limit /= 10;
      }
    }
  };
  for (const table of tables) {
    let after: string | null = null;
    do {
      const { keys, next }: Found = await nextOf({ table, after });
      const missing = keys.length === 0 ? [] : await missingOnCurrent({ table, keys: [...keys] });
      count += missing.length;
      shown.push(...missing.slice(0, SHOWN - shown.length));
      after = next === undefined ? (keys.length < limit ? null : (keys.at(-1) ?? null)) : next;
      if (after !== null && now() > until) return { count, keys: shown, isPartial: true };
    } while (after !== null);
  }
  return { count, keys: shown };
}
