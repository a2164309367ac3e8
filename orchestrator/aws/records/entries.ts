import { randomUUID } from 'node:crypto';
import { CustomAttributeType, Entity } from 'electrodb';
import type { Entry, EntryBody } from '../../domain/entry.ts';
import { Unavailable } from '../../domain/errors.ts';
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

const toEntry = ({ body, seq, at }: { body: EntryBody; seq: number; at: number }): Entry => ({ ...body, seq, at });

type Unless = (entries: readonly Entry[]) => boolean;

/** Journals in DynamoDB: an entry is written once, under the next number that nobody has taken. */
export function entriesIn(place: Place): Pick<Journal, 'append' | 'read'> {
  const entries = entity(place);
  const what = 'The table of journals';

  /** The newest number seen here of each run: a guess that saves a look, and the condition catches a wrong one. */
  const newest = new Map<string, number>();

  const read: Journal['read'] = async (run, after = 0) => {
    const { data } = await ask(what, () =>
      entries.query.entry({ run }).gt({ seq: after }).go({ pages: 'all', consistent: true }),
    );
    return data.map(toEntry);
  };

  const lastOf = async (run: string) => {
    const { data } = await ask(what, () => entries.query.entry({ run }).go({ order: 'desc', limit: 1, consistent: true }));
    return data[0]?.seq ?? 0;
  };

  const wrote = async (run: string, seq: number, mine: string) => {
    const { data } = await ask(what, () => entries.get({ run, seq }).go({ consistent: true }));
    return data?.append === mine;
  };

  async function append(run: string, at: number, body: EntryBody): Promise<Entry>;
  async function append(run: string, at: number, body: EntryBody, unless: Unless): Promise<Entry | null>;
  async function append(run: string, at: number, body: EntryBody, unless?: Unless): Promise<Entry | null> {
    const mine = randomUUID();
    for (let lost = 0; lost < LOST_RACES; lost++) {
      const before = unless && (await read(run));
      if (before && unless(before)) return null;
      const guess = lost === 0 ? newest.get(run) : undefined;
      const last = before ? (before.at(-1)?.seq ?? 0) : (guess ?? (await lastOf(run)));
      const seq = last + 1;
      const written = await askIf(what, () => entries.create({ run, seq, at, body, append: mine }).go());
      if (written || (await wrote(run, seq, mine))) {
        newest.set(run, seq);
        return toEntry({ body, seq, at });
      }
    }
    throw new Unavailable(`The journal of ${run} is written by too many at once.`);
  }

  return { append, read };
}
