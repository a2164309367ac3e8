import { randomUUID } from 'node:crypto';
import { Entity } from 'electrodb';
import type { Overrides } from '../../ports/records.ts';
import { ask, askIf } from '../errors.ts';
import type { Place } from './table.ts';

const entity = ({ client, table }: Place) =>
  new Entity(
    {
      model: { service: 'dr', entity: 'override', version: '1' },
      attributes: {
        of: { type: 'string', required: true },
        /** Keeps two of one moment apart. */
        id: { type: 'string', required: true },
        at: { type: 'number', required: true, padding: { length: 15, char: '0' } },
        by: {
          type: 'map',
          required: true,
          properties: {
            id: { type: 'string', required: true },
            via: { type: ['slack', 'cli', 'system'] as const, required: true },
          },
        },
        stacks: { type: 'list', required: true, items: { type: 'string' } },
        reason: { type: 'string', required: true },
        refusals: { type: 'list', required: true, items: { type: 'string' } },
      },
      indexes: {
        override: {
          pk: { field: 'pk', composite: ['of'], casing: 'none' },
          sk: { field: 'sk', composite: ['at', 'id'], casing: 'none' },
        },
      },
    },
    { client, table },
  );

/** Overrides in DynamoDB: one item each, never changed. */
export function overridesIn(place: Place): Overrides {
  const overrides = entity(place);
  const what = 'The table of overrides';

  return {
    async record({ at, by, stacks, reason, refusals }) {
      const item = { of: 'deployments', id: randomUUID(), at, by, stacks: [...stacks], reason, refusals: [...refusals] };
      await askIf(what, () => overrides.create(item).go());
    },

    async recent(limit) {
      const { data } = await ask(what, () =>
        overrides.query.override({ of: 'deployments' }).go({ order: 'desc', limit, consistent: true }),
      );
      return data.map(({ at, by, stacks, reason, refusals }) => ({ at, by, stacks, reason, refusals }));
    },
  };
}
