import { Entity } from 'electrodb';
import { ask } from '../errors.ts';
import type { Place } from './table.ts';

const entity = ({ client, table }: Place) =>
  new Entity(
    {
      model: { service: 'dr', entity: 'number', version: '1' },
      attributes: {
        of: { type: 'string', required: true },
        last: { type: 'number', required: true },
      },
      indexes: {
        number: {
          pk: { field: 'pk', composite: ['of'], casing: 'none' },
          sk: { field: 'sk', composite: [], casing: 'none' },
        },
      },
    },
    { client, table },
  );

/** What is numbered: runs over all applications, and sets. */
const PREFIXES = { runs: 'DR', sets: 'SET' } as const;

/** Hands out `DR-1`, `DR-2`, … or `SET-1`, `SET-2`, …: never the same twice, and a lost race may leave a gap. */
export function numbersOf(place: Place, of: keyof typeof PREFIXES): () => Promise<string> {
  const numbers = entity(place);
  return async () => {
    const { data } = await ask(`The counter of ${of}`, () => numbers.update({ of }).add({ last: 1 }).go({ response: 'all_new' }));
    return `${PREFIXES[of]}-${data.last}`;
  };
}
