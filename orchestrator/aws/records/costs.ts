import { CustomAttributeType, Entity } from 'electrodb';
import { CostMetric } from '../../domain/cost-metric.ts';
import type { Costs } from '../../ports/records.ts';
import { ask } from '../errors.ts';
import { keptUntil, type Place, partition, TTL_ATTRIBUTE } from './table.ts';

const entity = ({ client, table }: Place) =>
  new Entity(
    {
      model: { service: 'dr', entity: 'cost', version: '1' },
      attributes: {
        application: { type: 'string', required: true },
        day: { type: 'string', required: true },
        cost: { type: CustomAttributeType<CostMetric>('any'), required: true },
        ttl: { type: 'number', required: true, field: TTL_ATTRIBUTE },
      },
      indexes: {
        cost: {
          pk: partition('cost', 'application'),
          sk: { field: 'sk', composite: ['day'], casing: 'none' },
        },
      },
    },
    { client, table },
  );

/** Costs in DynamoDB: one item for each day of an application, as it was last heard. */
export function costsIn(place: Place): Costs {
  const costs = entity(place);
  const what = 'The table of costs';

  return {
    async record(cost) {
      const { application, day } = cost;
      await ask(what, () => costs.put({ application, day, cost, ttl: keptUntil(Date.parse(day)) }).go());
    },

    async latest(application) {
      const { data } = await ask(what, () => costs.query.cost({ application }).go({ order: 'desc', limit: 1, consistent: true }));
      return data[0] === undefined ? null : CostMetric.parse(data[0].cost);
    },
  };
}
