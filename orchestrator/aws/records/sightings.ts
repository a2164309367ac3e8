import { Entity } from 'electrodb';
import type { Sightings } from '../../ports/records.ts';
import { ask } from '../errors.ts';
import { type Place, partition } from './table.ts';

const entity = ({ client, table }: Place) =>
  new Entity(
    {
      model: { service: 'dr', entity: 'sighting', version: '1' },
      attributes: {
        application: { type: 'string', required: true },
        region: { type: 'string', required: true },
        lastAnsweredAt: { type: 'number' },
        missedAt: { type: 'number' },
        downSince: { type: 'number' },
      },
      indexes: {
        sighting: {
          pk: partition('sighting', 'application'),
          sk: { field: 'sk', composite: ['region'], casing: 'none' },
        },
      },
    },
    { client, table },
  );

/** Sightings in DynamoDB: the newest of each Region replaces the one before. */
export function sightingsIn(place: Place): Sightings {
  const sightings = entity(place);
  const what = 'The table of sightings';

  return {
    async look(application, region) {
      const { data } = await ask(what, () => sightings.get({ application, region }).go({ consistent: true }));
      const { lastAnsweredAt = null, missedAt = null, downSince = null } = data ?? {};
      return { region, lastAnsweredAt, missedAt, downSince };
    },

    async record(application, { region, lastAnsweredAt, missedAt, downSince }) {
      const seen = {
        ...(lastAnsweredAt !== null && { lastAnsweredAt }),
        ...(missedAt !== null && { missedAt }),
        ...(downSince !== null && { downSince }),
      };
      await ask(what, () => sightings.put({ application, region, ...seen }).go());
    },
  };
}
