import { setTimeout as sleep } from 'node:timers/promises';
import { rowsOf } from '../../../orchestrator/domain/plan.ts';
import { plans } from '../../../orchestrator/plans/plans.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { EACH_MINUTE, invoke } from './by-hand.ts';

/** Between two looks at the journal: a row takes at least as long. */
const LOOK_EVERY_MS = 50;

interface Completion {
  readonly token: string;
  readonly said: string;
}

/** What was delivered a second time while a run went on. */
export interface Delivered {
  /** The rows that were asked again. */
  readonly rows: readonly string[];
  /** The task tokens that were completed again, and what Step Functions said to that. */
  readonly completions: readonly Completion[];
}

/**
 * Delivers everything of a run once more while it goes on: asks each row that begins a second time, beside its state machine, tells the reporter of
 * the entry again, and has the functions of each minute make another round; completes each task token that was completed. `stop`
 * waits for what is under way.
 */
export function deliverAgain(cloud: Cloud, run: string): { stop(): Promise<Delivered> } {
  const completions = completeAgain(cloud);
  const asked = new Set<string>();
  const under: Promise<unknown>[] = [invoke(cloud, 'watch', {})];
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
        ...EACH_MINUTE.map(([id, event]) => invoke(cloud, id, event)),
      );
    }
  };
  const looking = (async () => {
    while (!isOver) {
      await look();
      completions.look();
      await sleep(LOOK_EVERY_MS);
    }
  })();

  return {
    async stop() {
      isOver = true;
      await looking;
      await Promise.all(under);
      return { rows: [...asked], completions: await Promise.all(completions.said) };
    },
  };
}

interface Completed {
  readonly taskToken: string;
}

/** Repeats what the gateway has seen complete a task token since. */
function completeAgain({ gateway, aws, config }: Cloud) {
  const said: Promise<Completion>[] = [];
  let seen = gateway.calls.length;
  const repeat = async (parameters: Completed): Promise<Completion> => ({
    token: parameters.taskToken,
    said: await aws.json('states', config.regions.control, 'AWSStepFunctions.SendTaskSuccess', parameters).then(
      () => 'It was taken again.',
      (error: Error) => error.message,
    ),
  });
  return {
    said,
    look: () => {
      const completed = gateway.calls.slice(seen).filter(({ action }) => action === 'states:SendTaskSuccess');
      seen = gateway.calls.length;
      said.push(...completed.map(({ parameters }) => repeat(parameters as unknown as Completed)));
    },
  };
}
