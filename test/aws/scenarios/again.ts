import { setTimeout as sleep } from 'node:timers/promises';
import { rowsOf } from '../../../orchestrator/domain/plan.ts';
import { plans } from '../../../orchestrator/plans/plans.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { invoke } from './by-hand.ts';

/** Between two looks at the journal: a row takes at least as long. */
const LOOK_EVERY_MS = 50;

/** What was delivered a second time while a run went on. */
export interface Again {
  /** Stops, and waits for what is under way; answers the rows that were asked again. */
  stop(): Promise<readonly string[]>;
}

/**
 * Delivers everything of a run once more while it goes on: asks each row that begins a second time, beside its state machine, tells the reporter of
 * the entry again, and has the sweeper and the reconciler make another round.
 */
export function deliverAgain(cloud: Cloud, run: string): Again {
  const asked = new Set<string>();
  const under: Promise<unknown>[] = [];
  let isOver = false;

  const look = async (): Promise<void> => {
    const asks = rowsOf(plans.failover).flatMap(({ id, kind }) => (kind === 'approval' ? [] : [id]));
    for (const entry of await cloud.records.journal.read(run)) {
      if (entry.kind !== 'started' || entry.undo || asked.has(entry.row) || !asks.includes(entry.row)) continue;
      asked.add(entry.row);
      const image = { __edb_e__: { S: 'entry' }, run: { S: run } };
      under.push(
        invoke(cloud, entry.row, { run, row: entry.row, undo: false }),
        invoke(cloud, 'reporter', { Records: [{ dynamodb: { NewImage: image } }] }),
        invoke(cloud, 'sweeper', {}),
        invoke(cloud, 'reconciler', {}),
      );
    }
  };
  const looking = (async () => {
    while (!isOver) {
      await look();
      await sleep(LOOK_EVERY_MS);
    }
  })();

  return {
    async stop() {
      isOver = true;
      await looking;
      await Promise.all(under);
      return [...asked];
    },
  };
}
