import { describe, expect, it } from 'vitest';
import { findStranded, type Page } from '../../orchestrator/agent/stranded.ts';

/** Tables of keys in order, read page by page as the agent reads them. */
const reading = (tables: Readonly<Record<string, readonly string[]>>, pages: Page[] = []) => {
  const read = async (page: Page): Promise<readonly string[]> => {
    pages.push(page);
    return (tables[page.table] ?? []).filter((key) => page.after === null || key > page.after).slice(0, page.limit);
  };
  return { read, pages };
};
const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index).padStart(6, '0'));

describe('finding stranded writes', () => {
  it('counts them over several pages, and shows at most 100 keys', async () => {
    const { read, pages } = reading({ orders: numbered(4_500) });
    const found = await findStranded(['orders'], read, async ({ keys }) => keys.filter((key) => Number(key) % 3 === 0));
    expect(found.count).toBe(1_500);
    expect(found.keys).toEqual(
      numbered(4_500)
        .filter((key) => Number(key) % 3 === 0)
        .slice(0, 100),
    );
    expect(pages.map(({ after }) => after)).toEqual([null, '001999', '003999']);
  });

  it('adds the audited tables up', async () => {
    const { read } = reading({ orders: ['a', 'b'], payments: ['c'] });
    const found = await findStranded(['orders', 'payments'], read, async ({ keys }) => keys);
    expect(found).toEqual({ count: 3, keys: ['a', 'b', 'c'] });
  });

  it('asks the new writer nothing when the old one has nothing', async () => {
    const { read } = reading({ orders: [] });
    const ask = async (): Promise<readonly string[]> => {
      throw new Error('It was asked.');
    };
    expect(await findStranded(['orders'], read, ask)).toEqual({ count: 0, keys: [] });
  });
});
