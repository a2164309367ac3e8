import { describe, expect, it } from 'vitest';
import { type Found, findStranded, type Part } from '../../orchestrator/agent/stranded.ts';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';

/** Tables of keys in order, read part by part as the agent reads them. */
const reading = (tables: Readonly<Record<string, readonly string[]>>, isNew: (key: string) => boolean = () => true) => {
  const parts: Part[] = [];
  const read = async (part: Part): Promise<Found> => {
    parts.push(part);
    const rows = (tables[part.table] ?? []).filter((key) => part.after === null || key > part.after).slice(0, part.limit);
    return { keys: rows.filter(isNew), next: rows.length < part.limit ? null : (rows.at(-1) ?? null) };
  };
  return { read, parts };
};
const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index).padStart(6, '0'));

describe('finding stranded writes', () => {
  it('counts them over several parts, and shows at most 100 keys', async () => {
    const { read, parts } = reading({ orders: numbered(24_500) });
    const found = await findStranded(['orders'], read, async ({ keys }) => keys.filter((key) => Number(key) % 3 === 0));
    expect(found.count).toBe(8_167);
    expect(found.keys).toEqual(
      numbered(24_500)
        .filter((key) => Number(key) % 3 === 0)
        .slice(0, 100),
    );
    expect(parts.map(({ after }) => after)).toEqual([null, '009999', '019999']);
  });

  it('goes on past parts of the table in which nothing is new', async () => {
    const { read, parts } = reading({ orders: numbered(30_000) }, (key) => key === '029000');
    expect(await findStranded(['orders'], read, async ({ keys }) => keys)).toEqual({ count: 1, keys: ['029000'] });
    expect(parts).toHaveLength(4);
  });

  it('goes on after the last key that an older agent answers, which does not tell where it ended', async () => {
    const { read } = reading({ orders: numbered(10_500) });
    const older = async (part: Part): Promise<Found> => ({ keys: (await read(part)).keys });
    expect((await findStranded(['orders'], older, async ({ keys }) => keys)).count).toBe(10_500);
  });

  it('says how many there are at least, where there is more to compare than time for it', async () => {
    const { read } = reading({ orders: numbered(50_000) });
    let now = 0;
    const clock = (): number => {
      now += 9_000;
      return now;
    };
    const found = await findStranded(['orders'], read, async ({ keys }) => keys, clock);
    expect(found).toMatchObject({ count: 30_000, isPartial: true });
  });

  it('looks at fewer rows at once where a look does not answer, and counts the same', async () => {
    const { read, parts } = reading({ orders: numbered(2_500) });
    const cold = async (part: Part): Promise<Found> => {
      if (part.limit > 1_000) throw new Unavailable('The statement took too long.');
      return read(part);
    };
    expect((await findStranded(['orders'], cold, async ({ keys }) => keys)).count).toBe(2_500);
    expect(parts.map(({ limit }) => limit)).toEqual([1_000, 1_000, 1_000]);
  });

  it('gives up where the smallest look does not answer, and at once where it is refused', async () => {
    const asked: number[] = [];
    const says = (error: Error) => async (part: Part) => {
      asked.push(part.limit);
      throw error;
    };
    const silent = findStranded(['orders'], says(new Unavailable('No answer.')), async () => []);
    await expect(silent).rejects.toThrow('No answer.');
    await expect(findStranded(['orders'], says(new Refused('No.')), async () => [])).rejects.toThrow('No.');
    expect(asked).toEqual([10_000, 1_000, 100, 10_000]);
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
