import { CustomAttributeType, Entity } from 'electrodb';
import { TestResult } from '../../domain/test-result.ts';
import type { Tests } from '../../ports/records.ts';
import { ask, askIf } from '../errors.ts';
import { keptUntil, type Place, partition, TTL_ATTRIBUTE } from './table.ts';

const entity = ({ client, table }: Place) =>
  new Entity(
    {
      model: { service: 'dr', entity: 'test', version: '1' },
      attributes: {
        application: { type: 'string', required: true },
        id: { type: 'string', required: true },
        result: { type: CustomAttributeType<TestResult>('any'), required: true },
        ttl: { type: 'number', required: true, field: TTL_ATTRIBUTE },
      },
      indexes: {
        test: {
          pk: partition('test', 'application'),
          sk: { field: 'sk', composite: ['id'], casing: 'none' },
        },
      },
    },
    { client, table },
  );

/** Test results in DynamoDB: one item each, which the first who has that id writes. */
export function testsIn(place: Place): Tests {
  const tests = entity(place);
  const what = 'The table of test results';

  return {
    async add(result) {
      const { application, id, at } = result;
      await askIf(what, () => tests.create({ application, id, result, ttl: keptUntil(at) }).go());
    },

    async recent(application, limit) {
      const { data } = await ask(what, () => tests.query.test({ application }).go({ order: 'desc', limit, consistent: true }));
      return data.map(({ result }) => TestResult.parse(result));
    },
  };
}
