import type { StrandedWrites } from '../domain/entry.ts';

/** Keys asked for at once: an answer stays far below what a Lambda may return. */
const PAGE = 2_000;
/** Keys kept to be shown; the count is of all. */
const SHOWN = 100;

/** A page of an audited table's keys. */
export interface Page {
  readonly table: string;
  readonly after: string | null;
  readonly limit: number;
}

/** Walks the audited tables of the old writer page by page and counts what the new writer does not have. */
export async function findStranded(
  tables: readonly string[],
  keysOnOld: (page: Page) => Promise<readonly string[]>,
  missingOnCurrent: (keys: { readonly table: string; readonly keys: string[] }) => Promise<readonly string[]>,
): Promise<StrandedWrites> {
  const shown: string[] = [];
  let count = 0;
  for (const table of tables) {
    let after: string | null = null;
    do {
      const keys: readonly string[] = await keysOnOld({ table, after, limit: PAGE });
      const missing = keys.length === 0 ? [] : await missingOnCurrent({ table, keys: [...keys] });
      count += missing.length;
      shown.push(...missing.slice(0, SHOWN - shown.length));
      after = keys.length < PAGE ? null : (keys.at(-1) ?? null);
    } while (after !== null);
  }
  return { count, keys: shown };
}
