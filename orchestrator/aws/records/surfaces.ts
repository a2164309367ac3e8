import { Entity } from 'electrodb';
import type { Surface, Surfaces } from '../../ports/records.ts';
import { ask } from '../errors.ts';
import { type Place, partition } from './table.ts';

const entity = ({ client, table }: Place) =>
  new Entity(
    {
      model: { service: 'dr', entity: 'surface', version: '1' },
      attributes: {
        run: { type: 'string', required: true },
        name: { type: 'string', required: true },
        channel: { type: 'string', required: true },
        ts: { type: 'string', required: true },
        drawnSeq: { type: 'number', required: true },
      },
      indexes: {
        surface: {
          pk: partition('surface', 'run'),
          sk: { field: 'sk', composite: ['name'], casing: 'none' },
        },
      },
    },
    { client, table },
  );

const toSurface = ({ run, name, channel, ts, drawnSeq }: Surface): Surface => ({ run, name, channel, ts, drawnSeq });

/** Surfaces in DynamoDB: one item for each message of a run. */
export function surfacesIn(place: Place): Surfaces {
  const surfaces = entity(place);
  const what = 'The table of surfaces';

  return {
    async of(run) {
      const { data } = await ask(what, () => surfaces.query.surface({ run }).go({ pages: 'all', consistent: true }));
      return data.map(toSurface);
    },

    async save(surface) {
      await ask(what, () => surfaces.put(toSurface(surface)).go());
    },
  };
}
