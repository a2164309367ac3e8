import { beforeAll, describe, expect, it } from 'vitest';
import type { Side } from '../../../orchestrator/aws/deployment.ts';
import type { RunView } from '../../../orchestrator/domain/run-view.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { elementIn } from '../gateway/xml.ts';
import { flag } from './by-hand.ts';
import { hasOrder, placeOrder } from './orders.ts';
import { AMIR, approve, isClosed, request, rowIs, runWhere } from './people.ts';

/** An application that was failed over and has a standby again, brought home as it was by one run with two approvals. */
export function failedBack(cloudOf: () => Cloud): void {
  describe('a failback', () => {
    let cloud: Cloud;
    let view: RunView;
    let order: string;
    let backups: string | null;
    const told = async (side: Side, property: string): Promise<string | null> => {
      const id = cloud.application.database.instances[side];
      const asked = { Version: '2014-10-31', Action: 'DescribeDBInstances', DBInstanceIdentifier: id };
      return elementIn(await cloud.resources.query('rds', cloud.config.regions[side], asked), property);
    };
    beforeAll(async () => {
      cloud = cloudOf();
      backups = await told('dr', 'BackupRetentionPeriod');
      order = await placeOrder(cloud, cloud.config.regions.dr);
      const { run } = await request(cloud, 'failback shop the Region is well again');
      await approve(cloud, run.id);
      await runWhere(cloud, 'The second approval', rowIs('cut-over', 'working'));
      await approve(cloud, run.id);
      view = await runWhere(cloud, 'The end of the run', isClosed);
    });

    it('ends at home, by two approvals, with no write lost', async () => {
      const { primary, dr } = cloud.config.regions;
      expect(view.run).toMatchObject({ from: dr, to: primary });
      expect(view.questions.map(({ row, votes }) => [row, ...votes.map(({ by }) => by.id)])).toEqual([
        ['approval', AMIR],
        ['cut-over', AMIR],
      ]);
      expect(view.closed).toMatchObject({ result: 'succeeded', left: [], summary: { rpo: { achievedMs: 0 } } });
      expect(await hasOrder(cloud, primary, order)).toBe(true);
      expect(await cloud.world().judge.canWriterCommit(primary)).toBe(true);
      expect(await cloud.world().judge.canWriterCommit(dr)).toBe(false);
      for (const side of ['dr', 'control'] as const) await expect(flag(cloud, side)).rejects.toThrow('answered 404');
    });

    it('leaves both instances under the names that they always had, the DR Region’s as a replica, with what a replica does not inherit', async () => {
      for (const side of ['primary', 'dr'] as const) {
        const id = cloud.application.database.instances[side];
        const region = cloud.config.regions[side];
        expect(await cloud.instances().look(region, id)).toMatchObject({ state: 'available', isReplica: side === 'dr' });
        expect(await told(side, 'IAMDatabaseAuthenticationEnabled')).toBe('true');
      }
      expect(Number(backups)).toBeGreaterThan(0);
      expect([await told('primary', 'BackupRetentionPeriod'), await told('dr', 'BackupRetentionPeriod')]).toEqual(['7', backups]);
    });
  });
}
