import { beforeAll, describe, expect, it } from 'vitest';
import type { RunView } from '../../../orchestrator/domain/run-view.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { flag } from './by-hand.ts';
import { hasOrder, placeOrder } from './orders.ts';
import { AMIR, approve, isClosed, ROSA, request, runWhere } from './people.ts';

/** An application that runs in the DR Region, and is brought home while both Regions are well. */
export function goingHome(cloudOf: () => Cloud): void {
  describe('a switchover home', () => {
    let cloud: Cloud;
    let view: RunView;
    let order: string;
    const evidenceOf = (row: string) => view.rows.find(({ id }) => id === row)?.evidence;
    beforeAll(async () => {
      cloud = cloudOf();
      await cloud.renew('dr');
      order = await placeOrder(cloud, cloud.config.regions.dr);
      const { run } = await request(cloud, 'switchover shop the Region is well again');
      await approve(cloud, run.id);
      view = await runWhere(cloud, 'The end of the run', isClosed);
    });

    it('ends with the application in the primary Region, asked for by one person and approved by another', async () => {
      const { primary, dr } = cloud.config.regions;
      expect(view.run).toMatchObject({ from: dr, to: primary, requestedBy: { id: ROSA } });
      expect(view.questions.flatMap(({ votes }) => votes.map(({ by }) => by.id))).toEqual([AMIR]);
      expect(view.closed).toMatchObject({ result: 'succeeded', left: [] });
      expect(await cloud.world().judge.canWriterCommit(primary)).toBe(true);
      expect(await cloud.world().judge.canWriterCommit(dr)).toBe(false);
    });

    it('lost no write, and carries the proof of it', async () => {
      expect(await hasOrder(cloud, cloud.config.regions.primary, order)).toBe(true);
      expect(view.closed?.summary).toMatchObject({ fence: { outcome: 'fenced' }, rpo: { achievedMs: 0 } });
      expect(evidenceOf('prove')).toMatchObject({
        zeroLoss: true,
        marker: { run: view.run.id, epoch: view.run.epoch },
        mark: expect.stringMatching(/\//),
        replayedLsn: expect.stringMatching(/\//),
      });
    });

    it('removed both flags, and name servers lead users home', async () => {
      for (const side of ['dr', 'control'] as const) await expect(flag(cloud, side)).rejects.toThrow('answered 404');
      expect(view.rows.find(({ id }) => id === 'verify-dns')?.state).toBe('done');
    });
  });
}
