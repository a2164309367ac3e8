import { beforeAll, describe, expect, it } from 'vitest';
import type { RunView } from '../../../orchestrator/domain/run-view.ts';
import { functionName } from '../../../orchestrator/workflow/to-asl.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { elementIn } from '../gateway/xml.ts';
import { approve, isClosed, request, runWhere } from './people.ts';

/** An application that was failed over, and whose old Region is made to follow again. */
export function reprotected(cloudOf: () => Cloud): void {
  describe('a reprotect after the main job', () => {
    let cloud: Cloud;
    let view: RunView;
    let before: number;
    const kept = (): string => `${cloud.application.database.instances.primary}-old-`;
    const inPrimary = (Action: string, more: Readonly<Record<string, string>> = {}): Promise<string> =>
      cloud.resources.query('rds', cloud.config.regions.primary, { Version: '2014-10-31', Action, ...more });
    beforeAll(async () => {
      cloud = cloudOf();
      before = cloud.gateway.calls.length;
      const { run } = await request(cloud, 'reprotect shop so that there is a standby again');
      await approve(cloud, run.id);
      view = await runWhere(cloud, 'The end of the run', isClosed);
    });

    it('ends with the Region that was left following the active one, and no writer moved', async () => {
      const { primary, dr } = cloud.config.regions;
      expect(view.closed).toMatchObject({ result: 'succeeded', left: [] });
      expect(await cloud.world().judge.canWriterCommit(dr)).toBe(true);
      expect(await cloud.world().judge.canWriterCommit(primary)).toBe(false);
      const replica = await cloud.instances().look(primary, cloud.application.database.instances.primary);
      expect(replica).toMatchObject({ state: 'available', isReplica: true });
    });

    it('gave the replica the backups that RDS made it without', async () => {
      const days = (xml: string) => /<BackupRetentionPeriod>(\d+)</.exec(xml)?.[1];
      const { instances } = cloud.application.database;
      const replica = await inPrimary('DescribeDBInstances', { DBInstanceIdentifier: instances.primary });
      expect(view.rows.find(({ id }) => id === 'restore-properties')?.state).toBe('done');
      expect(Number(days(replica))).toBeGreaterThan(0);
    });

    it('gave it the parameter group of the old one, and rebooted it once, without which RDS does not use that', async () => {
      const { instances, name } = cloud.application.database;
      const replica = await inPrimary('DescribeDBInstances', { DBInstanceIdentifier: instances.primary });
      expect(elementIn(replica, 'DBParameterGroupName')).toBe(`${name}-parameters`);
      const life = await cloud.instances().look(cloud.config.regions.primary, instances.primary);
      expect(life?.awaitsReboot).toBe(false);
      const reboots = cloud.gateway.calls.slice(before).filter(({ action }) => action === 'rds:RebootDBInstance');
      expect(reboots.map(({ caller }) => caller)).toEqual([functionName('restore-properties')]);
    });

    it('kept the old database, under another name, and a snapshot of it', async () => {
      expect(await inPrimary('DescribeDBInstances')).toContain(`<DBInstanceIdentifier>${kept()}`);
      expect(await inPrimary('DescribeDBSnapshots')).toContain(`<DBSnapshotIdentifier>${kept()}`);
    });
  });
}
