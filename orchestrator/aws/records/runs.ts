import { randomUUID } from 'node:crypto';
import { Entity } from 'electrodb';
import { Refused } from '../../domain/errors.ts';
import { PLAN_IDS } from '../../domain/plan.ts';
import type { Result, Run } from '../../domain/run.ts';
import type { Journal } from '../../ports/records.ts';
import { ask, askIf } from '../errors.ts';
import { INDEXES, OPEN_INDEX, type Place } from './table.ts';

const RESULTS = [
  'succeeded',
  'denied',
  'expired',
  'aborted',
  'rolled-back',
  'stopped',
  'blocked',
  'superseded',
] as const satisfies Result[];

const entity = ({ client, table }: Place) =>
  new Entity(
    {
      model: { service: 'dr', entity: 'run', version: '1' },
      attributes: {
        id: { type: 'string', required: true },
        application: { type: 'string', required: true },
        plan: { type: PLAN_IDS, required: true },
        from: { type: 'string', required: true },
        to: { type: 'string', required: true },
        epoch: { type: 'number', required: true, padding: { length: 12, char: '0' } },
        requestedBy: {
          type: 'map',
          required: true,
          properties: {
            id: { type: 'string', required: true },
            via: { type: ['slack', 'cli', 'system'] as const, required: true },
          },
        },
        reason: { type: 'string', required: true },
        requestedAt: { type: 'number', required: true },
        result: { type: RESULTS },
        closedAt: { type: 'number' },
        /** Tells the write that closed it from one that came second. */
        closing: { type: 'string' },
        /** There while the run is not closed. */
        open: { type: ['open'] as const },
      },
      indexes: {
        run: {
          pk: { field: 'pk', composite: ['id'], casing: 'none' },
          sk: { field: 'sk', composite: [], casing: 'none' },
        },
        open: OPEN_INDEX,
        history: {
          index: INDEXES.history.index,
          pk: { field: INDEXES.history.pk, composite: ['application'], casing: 'none' },
          sk: { field: INDEXES.history.sk, composite: ['epoch'], casing: 'none' },
        },
      },
    },
    { client, table },
  );

type Item = Omit<Run, 'result' | 'closedAt'> & { result?: Result | undefined; closedAt?: number | undefined };

const toRun = ({ id, application, plan, from, to, epoch, requestedBy, reason, requestedAt, result, closedAt }: Item): Run => ({
  ...{ id, application, plan, from, to, epoch, requestedBy, reason, requestedAt },
  result: result ?? null,
  closedAt: closedAt ?? null,
});

/** Runs in DynamoDB. `open` and `recent` read indexes, which follow a write within moments. */
export function runsIn(place: Place): Pick<Journal, 'begin' | 'run' | 'open' | 'recent' | 'close'> {
  const runs = entity(place);
  const what = 'The table of runs';

  return {
    async begin({ result: _, closedAt: __, ...run }) {
      await askIf(what, () => runs.create({ ...run, open: 'open' }).go());
    },

    async run(id) {
      const { data } = await ask(what, () => runs.get({ id }).go({ consistent: true }));
      return data && toRun(data);
    },

    async open() {
      const { data } = await ask(what, () => runs.query.open({ open: 'open' }).go({ pages: 'all' }));
      return data.map(toRun);
    },

    async recent(application, limit) {
      const { data } = await ask(what, () => runs.query.history({ application }).go({ order: 'desc', limit }));
      return data.map(toRun);
    },

    async close(id, result, at) {
      const closing = randomUUID();
      const written = await askIf(what, () =>
        runs
          .patch({ id })
          .set({ result, closedAt: at, closing })
          .remove(['open'])
          .where((run, { notExists }) => notExists(run.result))
          .go({ response: 'all_new' }),
      );
      if (written) return true;
      const { data } = await ask(what, () => runs.get({ id }).go({ consistent: true }));
      if (data === null) throw new Refused(`There is no run ${id} to close.`);
      return data.closing === closing;
    },
  };
}
