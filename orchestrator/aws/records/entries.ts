import { randomUUID } from 'node:crypto';
import { CustomAttributeType, Entity } from 'electrodb';
import type { Entry, EntryBody } from '../../domain/entry.ts';
import { Unavailable } from '../../domain/errors.ts';
import { frozen } from '../../domain/frozen.ts';
import type { Journal } from '../../ports/records.ts';
import { ask, askIf } from '../errors.ts';
import type { Place } from './table.ts';

/** How often an append may lose against others before it gives up: each loss means that another entry was written. */
const LOST_RACES = 50;

const entity = ({ client, table }: Place) =>
  new Entity(
    {
      model: { service: 'dr', entity: 'entry', version: '1' },
      attributes: {
        run: { type: 'string', required: true },
        seq: { type: 'number', required: true, padding: { length: 8, char: '0' } },
        at: { type: 'number', required: true },
        body: { type: CustomAttributeType<EntryBody>('any'), required: true },
        /** Tells an append that was written, but whose answer was lost, from somebody else's entry. */
        append: { type: 'string', required: true },
      },
      indexes: {
        entry: {
          pk: { field: 'pk', composite: ['run'], casing: 'none' },
          sk: { field: 'sk', composite: ['seq'], casing: 'none' },
        },
      },
    },
    { client, table },
  );

const toEntry = ({ body, seq, at }: { body: EntryBody; seq: number; at: number }): Entry => frozen({ ...body, seq, at });

/** What is read of it later: DynamoDB keeps nothing that is undefined. */
const asStored = (entry: Parameters<typeof toEntry>[0]): Entry => toEntry(JSON.parse(JSON.stringify(entry)));

type Unless = (entries: readonly Entry[]) => boolean;

/** Journals in DynamoDB: an entry is written once, under the next number that nobody has taken. */
export function entriesIn(place: Place): Pick<Journal, 'append' | 'read'> {
  const entries = entity(place);
  const what = 'The table of journals';

  /**
   * What was seen here of each open run, from its first entry on: entries are never changed, so only later ones are asked for. An append takes it for the
   * whole journal, which saves a look; the condition catches it where it is not.
   */
  const known = new Map<string, readonly Entry[]>();
  const know = (run: string, seen: readonly Entry[]): void => {
    if (seen.some(({ kind }) => kind === 'closed' || kind === 'set-closed')) known.delete(run);
    else if (seen.length > (known.get(run)?.length ?? 0)) known.set(run, seen);
  };

  const readAfter = async (run: string, after: number): Promise<readonly Entry[]> => {
    const { data } = await ask(what, () =>
      entries.query.entry({ run }).gt({ seq: after }).go({ pages: 'all', consistent: true }),
    );
    return data.map(toEntry);
  };

  const readAll = async (run: string): Promise<readonly Entry[]> => {
    const before = known.get(run) ?? [];
    const all = Object.freeze([...before, ...(await readAfter(run, before.length))]);
    know(run, all);
    return all;
  };

  const read: Journal['read'] = (run, after = 0) => (after === 0 ? readAll(run) : readAfter(run, after));

  const wrote = async (run: string, seq: number, mine: string) => {
    const { data } = await ask(what, () => entries.get({ run, seq }).go({ consistent: true }));
    return data?.append === mine;
  };

  async function append(run: string, at: number, body: EntryBody): Promise<Entry>;
  async function append(run: string, at: number, body: EntryBody, unless: Unless): Promise<Entry | null>;
  async function append(run: string, at: number, body: EntryBody, unless?: Unless): Promise<Entry | null> {
    const mine = randomUUID();
    let before = known.get(run) ?? (await readAll(run));
    for (let lost = 0; lost < LOST_RACES; lost++) {
      if (unless?.(before)) {
        const now = await readAll(run);
        if (now.length === before.length) return null;
        before = now;
        continue;
      }
      const seq = before.length + 1;
      const written = await askIf(what, () => entries.create({ run, seq, at, body, append: mine }).go());
      if (written || (await wrote(run, seq, mine))) {
        const entry = asStored({ body, seq, at });
        know(run, [...before, entry]);
        return entry;
      }
      before = await readAll(run);
    }
    throw new Unavailable(`The journal of ${run} is written by too many at once.`);
  }

  return { append, read };
}
