import { CustomAttributeType, Entity } from 'electrodb';
import type { RecoverySet } from '../../domain/recovery-set.ts';
import type { Sets } from '../../ports/records.ts';
import { ask, askIf } from '../errors.ts';
import { numbersOf } from './numbers.ts';
import { OPEN_INDEX, type Place } from './table.ts';

const entity = ({ client, table }: Place) =>
  new Entity(
    {
      model: { service: 'dr', entity: 'set', version: '1' },
      attributes: {
        id: { type: 'string', required: true },
        set: { type: CustomAttributeType<RecoverySet>('any'), required: true },
        closedAt: { type: 'number' },
        /** There while the set is not closed. */
        open: { type: ['open'] as const },
      },
      indexes: {
        set: {
          pk: { field: 'pk', composite: ['id'], casing: 'none' },
          sk: { field: 'sk', composite: [], casing: 'none' },
        },
        open: OPEN_INDEX,
      },
    },
    { client, table },
  );

/** Sets in DynamoDB. `open` reads the index of open runs, which follows a write within moments. */
export function setsIn(place: Place): Sets {
  const sets = entity(place);
  const nextSet = numbersOf(place, 'sets');
  const what = 'The table of sets';

  return {
    async begin(asked) {
      const set: RecoverySet = { ...asked, id: await nextSet() };
      await askIf(what, () => sets.create({ id: set.id, set, open: 'open' }).go());
      return set;
    },

    async open() {
      const { data } = await ask(what, () => sets.query.open({ open: 'open' }).go({ pages: 'all' }));
      return data.map(({ set }) => set);
    },

    async close(id, at) {
      await askIf(what, () => sets.patch({ id }).set({ closedAt: at }).remove(['open']).go());
    },
  };
}
