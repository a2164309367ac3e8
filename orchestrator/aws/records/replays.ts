import { randomUUID } from 'node:crypto';
import { Entity } from 'electrodb';
import type { Replays } from '../../ports/records.ts';
import { askIf } from '../errors.ts';
import { type Place, TTL_ATTRIBUTE } from './table.ts';

const entity = ({ client, table }: Place) =>
  new Entity(
    {
      model: { service: 'dr', entity: 'replay', version: '1' },
      attributes: {
        signature: { type: 'string', required: true },
        untilMs: { type: 'number', required: true },
        /** Tells a claim that was written, but whose answer was lost, from a second copy of the request. */
        claim: { type: 'string', required: true },
        ttl: { type: 'number', required: true, field: TTL_ATTRIBUTE },
      },
      indexes: {
        replay: {
          pk: { field: 'pk', composite: ['signature'], casing: 'none' },
          sk: { field: 'sk', composite: [], casing: 'none' },
        },
      },
    },
    { client, table },
  );

/** Received signatures in DynamoDB: one item each, which the first copy of a request writes. */
export function replaysIn(place: Place): Replays {
  const replays = entity(place);

  return {
    async seen(signature, { at, untilMs }) {
      const claim: string = randomUUID();
      const written = await askIf('The table of received requests', () =>
        replays
          .put({ signature, untilMs, claim, ttl: Math.ceil(untilMs / 1_000) })
          .where(
            (item, { eq, lt, notExists }) => `${notExists(item.untilMs)} OR ${lt(item.untilMs, at)} OR ${eq(item.claim, claim)}`,
          )
          .go(),
      );
      return written === null;
    },
  };
}
