import { describe, expect, it } from 'vitest';
import { drillPermissions } from '../../orchestrator/aws/drills/permissions.ts';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import { drill, drillsOf, found, GROUP, instance, tagged } from './drills-on-aws.ts';
import { json, xml, xmlFault } from './scripted-aws.ts';
import { config, dr, shop } from './shop.ts';

describe('a drill’s copy on RDS', () => {
  it('is a replica in the same Region under a name of its own, closed to the services, with IAM logins, tagged as the run’s', async () => {
    const { aws, drills } = drillsOf({
      DescribeDBInstances: found(instance('shop-dr', `<BackupRetentionPeriod>7</BackupRetentionPeriod>${GROUP}`)),
      CreateDBInstanceReadReplica: () => xml('<CreateDBInstanceReadReplicaResponse/>'),
    });
    await drills.copy(drill);
    expect(aws.asked.at(-1)?.input).toMatchObject({
      DBInstanceIdentifier: 'shop-dr-drill-dr-42',
      SourceDBInstanceIdentifier: 'shop-dr',
      'VpcSecurityGroupIds.VpcSecurityGroupId.1': 'sg-0drill',
      EnableIAMDatabaseAuthentication: 'true',
      MultiAZ: 'false',
      DeletionProtection: 'false',
      PubliclyAccessible: 'false',
      'Tags.Tag.1.Key': 'dr:drill',
      'Tags.Tag.1.Value': 'DR-42',
    });
  });

  it.each([
    ['a backup that runs is a wait', 'InvalidDBInstanceState', Unavailable],
    ['a quota that is reached is for people to mend', 'InstanceQuotaExceeded', Refused],
  ])('is asked for again or not: %s', async (_, fault, error) => {
    const { drills } = drillsOf({
      DescribeDBInstances: found(instance('shop-dr', GROUP)),
      CreateDBInstanceReadReplica: () => xmlFault(400, fault),
    });
    await expect(drills.copy(drill)).rejects.toThrow(error);
  });

  it('comes from backups into the groups of its source, as late as they reach', async () => {
    const groups = `<DBSubnetGroup><DBSubnetGroupName>shop-subnets</DBSubnetGroupName></DBSubnetGroup>
      <DBParameterGroups><DBParameterGroup><DBParameterGroupName>shop-17</DBParameterGroupName></DBParameterGroup></DBParameterGroups>`;
    const { aws, drills } = drillsOf({
      DescribeDBInstances: found(instance('shop-dr', `${groups}${GROUP}`)),
      RestoreDBInstanceToPointInTime: () => xml('<RestoreDBInstanceToPointInTimeResponse/>'),
    });
    await drills.restore(drill);
    expect(aws.asked.at(-1)?.input).toMatchObject({
      TargetDBInstanceIdentifier: 'shop-dr-drill-dr-42',
      SourceDBInstanceIdentifier: 'shop-dr',
      UseLatestRestorableTime: 'true',
      DBSubnetGroupName: 'shop-subnets',
      DBParameterGroupName: 'shop-17',
      'VpcSecurityGroupIds.VpcSecurityGroupId.1': 'sg-0drill',
      EnableIAMDatabaseAuthentication: 'true',
    });
  });

  it('that is there already is left as it is', async () => {
    const { drills } = drillsOf({
      DescribeDBInstances: found(instance('shop-dr', GROUP)),
      CreateDBInstanceReadReplica: () => xmlFault(400, 'DBInstanceAlreadyExists'),
    });
    await drills.copy(drill);
  });

  it('of a person who types the runbook is that person’s, and the tasks of another application in the same cluster are that one’s', async () => {
    const task = (application: string, run: string) => ({
      ...{ taskArn: `arn:${application}`, lastStatus: 'RUNNING', desiredStatus: 'RUNNING' },
      tags: [
        { key: 'dr:drill', value: run },
        { key: 'dr:service', value: 'backend' },
        { key: 'dr:application', value: application },
      ],
    });
    const tasks = [task('shop', 'DR-41'), task('billing', 'DR-43')];
    const { aws, drills } = drillsOf({
      DescribeDBInstances: found(
        ['by-hand', 'DR-42'].map((run) => instance(`shop-dr-drill-${run.toLowerCase()}`, tagged('dr:drill', run))).join(''),
      ),
      ListTasks: () => json({ taskArns: tasks.map(({ taskArn }) => taskArn) }),
      DescribeTasks: () => json({ tasks }),
      StopTask: () => json({}),
      DeleteDBInstance: () => xml('<DeleteDBInstanceResponse/>'),
    });
    expect((await drills.leftovers(dr)).toSorted()).toEqual(['DR-41', 'DR-42']);
    await drills.remove({ region: dr, run: 'DR-43' });
    expect(aws.times('StopTask')).toBe(0);
  });

  it('is promoted once, with no backups of its own', async () => {
    let source = '<ReadReplicaSourceDBInstanceIdentifier>shop-dr</ReadReplicaSourceDBInstanceIdentifier>';
    const { aws, drills } = drillsOf({
      DescribeDBInstances: () => found(instance('shop-dr-drill-dr-42', source))(),
      PromoteReadReplica: () => xml('<PromoteReadReplicaResponse/>'),
    });
    await drills.promote(drill);
    const asked = { DBInstanceIdentifier: 'shop-dr-drill-dr-42', BackupRetentionPeriod: '0' };
    expect(aws.asked.at(-1)?.input).toMatchObject(asked);
    source = '';
    await drills.promote(drill);
    expect(aws.times('PromoteReadReplica')).toBe(1);
  });

  it('is deleted without a snapshot, and not again while it is being deleted', async () => {
    let status = 'available';
    const { aws, drills } = drillsOf({
      DescribeDBInstances: () => found(instance('shop-dr-drill-dr-42').replace('available', status))(),
      DeleteDBInstance: () => xml('<DeleteDBInstanceResponse/>'),
    });
    await drills.remove(drill);
    expect(aws.asked.at(-1)?.input).toMatchObject({ DBInstanceIdentifier: 'shop-dr-drill-dr-42', SkipFinalSnapshot: 'true' });
    status = 'deleting';
    await drills.remove(drill);
    expect(aws.times('DeleteDBInstance')).toBe(1);
    expect((await drills.look(drill)).database?.state).toBe('modifying');
  });

  it('that broke counts as stopped, so that it is not waited for and can be removed', async () => {
    const { drills } = drillsOf({ DescribeDBInstances: () => found(instance('x').replace('available', 'failed'))() });
    expect((await drills.look(drill)).database?.state).toBe('stopped');
  });

  it('is found by its tag on every page, and nothing is that only has the tag or only the name', async () => {
    const pages = [
      `${instance('shop-dr')}${instance('other-drill-dr-7', tagged('dr:drill', 'DR-7'))}${instance('shop-dr-drill-dr-8')}`,
      instance('shop-dr-drill-dr-42', tagged('dr:drill', 'DR-42')),
    ];
    const { drills } = drillsOf({
      DescribeDBInstances: ({ input }) =>
        xml(`<DescribeDBInstancesResponse><DescribeDBInstancesResult>${input.Marker === undefined ? '<Marker>two</Marker>' : ''}
          <DBInstances>${pages[input.Marker === undefined ? 0 : 1]}</DBInstances></DescribeDBInstancesResult></DescribeDBInstancesResponse>`),
    });
    expect(await drills.leftovers(dr)).toEqual(['DR-42']);
  });
});

describe('what a drill may do on AWS', () => {
  it('changes nothing but copies, by name, and tasks with its tag', () => {
    const statements = Object.values(drillPermissions).flat();
    const on = (action: string) =>
      statements.filter(({ actions }) => actions.includes(action)).flatMap(({ resources }) => resources(config, shop));
    for (const action of ['rds:DeleteDBInstance', 'rds:PromoteReadReplica', 'rds:AddTagsToResource']) {
      expect(on(action).length).toBeGreaterThan(0);
      for (const arn of on(action)) expect(arn).toMatch(/:db:shop-(primary|dr)-drill-\*$/);
    }
    const stops = statements.filter(({ actions }) => actions.includes('ecs:StopTask'));
    for (const { conditions } of stops) expect(conditions).toEqual({ StringLike: { 'aws:ResourceTag/dr:drill': ['*'] } });
    for (const arn of on('iam:PassRole')) expect(arn).toMatch(/:role\/shop-drill-\*$/);
  });
});
