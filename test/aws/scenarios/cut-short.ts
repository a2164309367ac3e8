import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../lab/headless/until.ts';
import { functionName } from '../../../orchestrator/workflow/to-asl.ts';
import type { Cloud } from '../cloud/cloud.ts';
import type { Reply } from '../gateway/http.ts';
import { refusedByJson, unavailable, unavailableByXml } from './answers.ts';
import { invoke, stopExecution } from './by-hand.ts';
import { drillCopiesIn } from './drilled.ts';
import { approve, isClosed, request, rowIs, runWhere } from './people.ts';

const PATIENCE_MS = 90_000;

/** Drills that do not come to their end: whoever is left to remove them, nothing of them stays. */
export function cutShort(cloudOf: () => Cloud): void {
  describe('a drill that is cut short', () => {
    let cloud: Cloud;
    beforeAll(async () => {
      cloud = cloudOf();
      await cloud.renew();
    });
    afterEach(() => cloud.gateway.interrupt(null));

    it('has failed, and is removed by the sweeper where neither its undo nor the event of its execution could', async () => {
      const run = await inUse(cloud, 'restore-drill', { tasksAre: refusedByJson, cannotRemove: ['drill-restore', 'finalizer'] });
      await triedToRemove(cloud, 'drill-restore');
      await stopExecution(cloud, run, 'restore-drill');
      await triedToRemove(cloud, 'finalizer');
      await removedBySweeper(cloud);
      const { closed } = await runWhere(cloud, 'The end of the run', isClosed);
      expect(closed).toMatchObject({ result: 'rolled-back', left: [] });
      const result = await until('The result of the drill', PATIENCE_MS, async () => {
        const [newest] = await cloud.records.tests.recent(cloud.application.id, 1);
        return newest?.kind === 'drill' && !newest.passed ? newest : null;
      });
      expect(result.blockers).not.toEqual([]);
    });

    it('gives way to a failover that is approved while it cannot be removed', async () => {
      const run = await inUse(cloud, 'drill', { tasksAre: unavailable, cannotRemove: ['drill-copy'] });
      await invoke(cloud, 'drill-promote', { run, row: 'drill-promote', undo: false });
      const tried = triedToRemove(cloud, 'drill-copy');
      await invoke(cloud, 'drill-copy', { run, row: 'drill-copy', undo: true });
      await tried;
      const failover = await request(cloud, 'failover shop override the Region is failing');
      await approve(cloud, failover.run.id);
      const view = await runWhere(cloud, 'The end of the failover', (view) => view.run.id === failover.run.id && isClosed(view));
      expect(view.closed).toMatchObject({ result: 'succeeded', left: [] });
      cloud.gateway.interrupt(null);
      await removedBySweeper(cloud);
      await until('The end of the drill', PATIENCE_MS, async () => (await cloud.records.journal.run(run))?.result ?? null);
      expect(await cloud.records.journal.run(run)).toMatchObject({ result: 'superseded' });
      expect(await cloud.world().judge.canWriterCommit(cloud.config.regions.dr)).toBe(true);
    });
  });
}

const isRemoval = (action: string): boolean => action === 'rds:DeleteDBInstance' || action === 'ecs:StopTask';

interface Trouble {
  /** What is said of the tasks to whoever wants to use them. */
  readonly tasksAre: Reply;
  /** The functions for which RDS and ECS take nothing away. */
  readonly cannotRemove: readonly string[];
}

/** A drill whose tasks run, in trouble; answers its id. */
async function inUse(cloud: Cloud, plan: 'drill' | 'restore-drill', { tasksAre, cannotRemove }: Trouble): Promise<string> {
  cloud.gateway.interrupt(({ action, caller }) => {
    if (action === 'lambda:InvokeFunction' && caller === functionName('drill-verify')) return tasksAre;
    if (!isRemoval(action) || !cannotRemove.some((id) => caller === functionName(id))) return null;
    return action.startsWith('rds') ? unavailableByXml : unavailable;
  });
  const { run } = await request(cloud, `${plan} shop somebody needs the Region`);
  await approve(cloud, run.id);
  await runWhere(cloud, 'The tasks', rowIs('drill-services', 'done'));
  return run.id;
}

/** Waits until a function has asked RDS to take the copy away. */
async function triedToRemove({ gateway }: Cloud, id: string): Promise<void> {
  const before = gateway.calls.length;
  await until(`An attempt of ${id} to remove it`, PATIENCE_MS, async () =>
    gateway.calls.slice(before).some(({ action, caller }) => action === 'rds:DeleteDBInstance' && caller === functionName(id))
      ? true
      : null,
  );
}

/** Has the sweeper make rounds until no drill is left in the DR Region. */
async function removedBySweeper(cloud: Cloud): Promise<void> {
  const { dr } = cloud.config.regions;
  await until('The sweeper', PATIENCE_MS, async () => {
    await invoke(cloud, 'sweeper', {});
    return (await drillCopiesIn(cloud, dr)).length === 0 ? true : null;
  });
}
