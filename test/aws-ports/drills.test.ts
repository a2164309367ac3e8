import { describe, expect, it } from 'vitest';
import { doorsOf } from '../../orchestrator/aws/drills/doors.ts';
import { drillPermissions } from '../../orchestrator/aws/drills/permissions.ts';
import type { FoundTask } from '../../orchestrator/aws/drills/tasks.ts';
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

describe('a drill’s tasks on ECS', () => {
  const task = (service: string, address: string): FoundTask => ({ arn: '', run: 'DR-42', service, state: 'running', address });

  it('are started as the drill’s services say, with the host of the copy and nothing else changed', async () => {
    const services = ['frontend', 'backend'].map((name) => ({
      ...{ serviceName: `${name}-drill`, status: 'ACTIVE', taskDefinition: `shop-${name}-drill:4` },
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-0tasks'] } },
    }));
    const host = '<Endpoint><Address>shop-dr-drill-dr-42.abc.us-west-2.rds.amazonaws.com</Address></Endpoint>';
    const { aws, drills } = drillsOf({
      DescribeDBInstances: found(instance('shop-dr-drill-dr-42', host)),
      DescribeServices: () => json({ services }),
      RunTask: () => json({ tasks: [], failures: [] }),
    });
    await drills.start(drill);
    const runs = aws.asked.filter(({ operation }) => operation === 'RunTask').map(({ input }) => input);
    expect(runs).toHaveLength(2);
    expect(runs[1]).toMatchObject({
      ...{ cluster: 'shop', taskDefinition: 'shop-backend-drill:4', startedBy: 'dr-drill', count: 1 },
      networkConfiguration: services[1]?.networkConfiguration,
      overrides: {
        containerOverrides: [
          {
            name: 'backend',
            environment: [{ name: 'DATABASE_HOST', value: 'shop-dr-drill-dr-42.abc.us-west-2.rds.amazonaws.com' }],
          },
        ],
      },
    });
  });

  it('are tried where the load balancer would lead', () => {
    const doors = doorsOf(shop, [task('frontend', '10.40.0.1'), task('backend', '10.40.0.2')]);
    expect(doors.reads.map(({ address, path }) => `${address}${path}`)).toEqual(['10.40.0.1/', '10.40.0.2/api/orders']);
    expect(doors.writes).toEqual({ address: '10.40.0.2', port: 8080, path: '/api/orders' });
    expect(() => doorsOf(shop, [task('frontend', '10.40.0.1')])).toThrow(Unavailable);
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
