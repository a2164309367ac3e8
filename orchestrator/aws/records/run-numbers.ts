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

/** Hands out `DR-1`, `DR-2`, … over all applications: never the same twice, and a lost race may leave a gap. */
export function runNumbers(place: Place): () => Promise<string> {
  const numbers = entity(place);
  return async () => {
    const { data } = await ask('The counter of runs', () =>
      numbers.update({ of: 'runs' }).add({ last: 1 }).go({ response: 'all_new' }),
    );
    return `DR-${data.last}`;
  };
}
