import { beforeAll, describe, expect, it } from 'vitest';
import { CLICK } from '../../../bot/views/actions.ts';
import { until } from '../../../lab/headless/until.ts';
import { functionName } from '../../../orchestrator/workflow/to-asl.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { unavailable } from './answers.ts';
import { callsOf, invoke, letExpire, promotionsOf, setRule, stopExecution } from './by-hand.ts';
import { pausedAt } from './choices.ts';
import { approve, cardOf, deny, isClosed, press, request, rowIs, runWhere } from './people.ts';

const PATIENCE_MS = 90_000;

/** Runs that end otherwise than asked for, and leave the application as it was. */
export function endings(cloudOf: () => Cloud): void {
  describe('a run that does not move the application', () => {
    beforeAll(() => cloudOf().renew());

    it('ends denied when an approver denies it', async () => {
      const cloud = cloudOf();
      const { run } = await request(cloud, 'failover shop override too early');
      await deny(cloud, run.id);
      const { closed } = await runWhere(cloud, 'The end of the run', isClosed);
      expect(closed).toMatchObject({ result: 'denied', left: [] });
    });

    it('ends expired when nobody answers in time, which the sweeper sees', async () => {
      const cloud = cloudOf();
      const { run } = await request(cloud, 'failover shop override nobody is awake');
      await cardOf(cloud, run.id, CLICK.review);
      await letExpire(cloud, run.id);
      await invoke(cloud, 'sweeper', {});
      const { closed } = await runWhere(cloud, 'The end of the run', isClosed);
      expect(closed).toMatchObject({ result: 'expired', left: [] });
    });

    it('ends aborted before the point of no return, with the fence opened again', async () => {
      const cloud = cloudOf();
      const { primary, dr } = cloud.config.regions;
      const promotions = promotionsOf(cloud);
      const finishBackup = cloud.instances().backUp(dr);
      const { run } = await request(cloud, 'failover shop override on second thoughts');
      await approve(cloud, run.id);
      await runWhere(cloud, 'Waiting for the backup', rowIs('promote', 'working'));
      expect(await cloud.world().judge.canWriterCommit(primary)).toBe(false);
      await press(cloud, run.id, CLICK.abort);
      const { closed } = await runWhere(cloud, 'The end of the run', isClosed);
      finishBackup();
      expect(closed).toMatchObject({ result: 'aborted', left: [] });
      expect(await cloud.world().judge.canWriterCommit(primary)).toBe(true);
      expect(promotionsOf(cloud)).toBe(promotions);
    });

    it('is taken back and closed by the sweeper when the event of its execution is lost', async () => {
      const cloud = cloudOf();
      const { run, finishBackup } = await fencedAndWaiting(cloud, 'the event gets lost');
      await setRule(cloud, 'DisableRule', 'dr-execution-ended');
      await stopExecution(cloud, run);
      await until('The sweeper', PATIENCE_MS, async () => {
        await invoke(cloud, 'sweeper', {});
        return (await cloud.records.journal.open()).length === 0 ? true : null;
      });
      const { closed } = await runWhere(cloud, 'The end of the run', isClosed);
      await setRule(cloud, 'EnableRule', 'dr-execution-ended');
      finishBackup();
      expect(closed).toMatchObject({ result: 'aborted', left: [] });
      expect(await cloud.world().judge.canWriterCommit(cloud.config.regions.primary)).toBe(true);
    });

    it('is taken back and closed by the event of its execution', async () => {
      const cloud = cloudOf();
      const { run, finishBackup } = await fencedAndWaiting(cloud, 'the event arrives');
      const before = callsOf(cloud, 'finalizer');
      await stopExecution(cloud, run);
      const { closed } = await runWhere(cloud, 'The end of the run', isClosed);
      finishBackup();
      expect(closed).toMatchObject({ result: 'aborted', left: [] });
      expect(callsOf(cloud, 'finalizer')).toBeGreaterThan(before);
      expect(await cloud.world().judge.canWriterCommit(cloud.config.regions.primary)).toBe(true);
    });

    it.each(['fence', 'scale'])('is taken back from whichever undo comes first, such as that of %s', async (row) => {
      const cloud = cloudOf();
      const { run, finishBackup } = await fencedAndWaiting(cloud, `from ${row}`);
      await invoke(cloud, row, { run, row, undo: true });
      const { closed } = await runWhere(cloud, 'The end of the run', isClosed);
      finishBackup();
      expect(closed).toMatchObject({ result: 'aborted', left: [] });
      expect(await cloud.world().judge.canWriterCommit(cloud.config.regions.primary)).toBe(true);
    });

    it('is started by the sweeper when Step Functions did not take it', async () => {
      const cloud = cloudOf();
      cloud.gateway.interrupt(({ action, caller }) =>
        action === 'states:StartExecution' && caller === functionName('bot') ? unavailable : null,
      );
      const { run } = await request(cloud, 'failover shop override nothing starts');
      cloud.gateway.interrupt(null);
      await invoke(cloud, 'sweeper', {});
      await deny(cloud, run.id);
      const { closed } = await runWhere(cloud, 'The end of the run', isClosed);
      expect(closed?.result).toBe('denied');
    });

    it('ends where it is when people stop it, and holds the application no longer', async () => {
      const cloud = cloudOf();
      const run = await pausedAt(cloud, 'fence', 'lambda:InvokeFunction');
      cloud.gateway.interrupt(null);
      await press(cloud, run, CLICK.stop);
      const { closed } = await runWhere(cloud, 'The end of the run', isClosed);
      expect(closed?.result).toBe('stopped');
      const { claims } = cloud.records;
      await until('The claim released', PATIENCE_MS, async () =>
        (await claims.look(cloud.application.id)).run === null ? true : null,
      );
    });
  });
}

/** A run whose source is fenced, whose services are scaled, and whose promotion waits for a backup to end. */
async function fencedAndWaiting(cloud: Cloud, reason: string): Promise<{ readonly run: string; finishBackup(): void }> {
  const finishBackup = cloud.instances().backUp(cloud.config.regions.dr);
  const { run } = await request(cloud, `failover shop override ${reason}`);
  await approve(cloud, run.id);
  await runWhere(
    cloud,
    'Waiting for the backup alone',
    (view) => rowIs('promote', 'working')(view) && rowIs('scale', 'done')(view),
  );
  return { run: run.id, finishBackup };
}
