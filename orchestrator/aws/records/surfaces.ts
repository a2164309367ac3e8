import { randomUUID } from 'node:crypto';
import { Entity } from 'electrodb';
import type { Surface, Surfaces } from '../../ports/records.ts';
import { ask, askIf } from '../errors.ts';
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
        claimedUntil: { type: 'number' },
        /** Tells a claim that was written, but whose answer was lost, from another's. */
        claim: { type: 'string' },
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

const toSurface = ({ run, name, channel, ts, drawnSeq, claimedUntil }: Surface): Surface => ({
  ...{ run, name, channel, ts, drawnSeq },
  ...(claimedUntil === undefined ? {} : { claimedUntil }),
});

/** Surfaces in DynamoDB: one item for each message of a run. */
export function surfacesIn(place: Place): Surfaces {
  const surfaces = entity(place);
  const what = 'The table of surfaces';

  return {
    async of(run) {
      const { data } = await ask(what, () => surfaces.query.surface({ run }).go({ pages: 'all', consistent: true }));
      return data.map(toSurface);
    },

    async claim(surface, before) {
      const claim: string = randomUUID();
      const written = await askIf(what, () =>
        surfaces
          .put({ ...toSurface(surface), claim })
          .where((item, { eq, notExists }) => {
            const until = before?.claimedUntil;
            const isAsBefore =
              before === undefined
                ? notExists(item.ts)
                : `(${eq(item.ts, before.ts)} AND ${until === undefined ? notExists(item.claimedUntil) : eq(item.claimedUntil, until)})`;
            return `${isAsBefore} OR ${eq(item.claim, claim)}`;
          })
          .go(),
      );
      return written !== null;
    },

    async save(surface) {
      await ask(what, () => surfaces.put(toSurface(surface)).go());
    },
  };
}
