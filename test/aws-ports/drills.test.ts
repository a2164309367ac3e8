import { describe, expect, it } from 'vitest';
import { copySessions } from '../../orchestrator/aws/drills/copy-sessions.ts';
import { doorsOf } from '../../orchestrator/aws/drills/doors.ts';
import { awsDrills } from '../../orchestrator/aws/drills/drills.ts';
import { isNear } from '../../orchestrator/aws/drills/obstacles.ts';
import { drillPermissions } from '../../orchestrator/aws/drills/permissions.ts';
import type { FoundTask } from '../../orchestrator/aws/drills/tasks.ts';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import { json, type Script, scriptedAws, xml, xmlFault } from './scripted-aws.ts';
import { config, dr, shop } from './shop.ts';

const NIGHT = Date.UTC(2026, 10, 28, 3, 10);
const NOON = Date.UTC(2026, 10, 28, 12);
const drill = { region: dr, run: 'DR-42' };

const found = (inner: string) => () =>
  xml(
    `<DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances>${inner}</DBInstances></DescribeDBInstancesResult></DescribeDBInstancesResponse>`,
  );
const instance = (id: string, more = '') =>
  `<DBInstance><DBInstanceIdentifier>${id}</DBInstanceIdentifier><DBInstanceStatus>available</DBInstanceStatus>${more}</DBInstance>`;
const tagged = (key: string, value: string) => `<TagList><Tag><Key>${key}</Key><Value>${value}</Value></Tag></TagList>`;
const GROUP = tagged('dr:drill-group', 'sg-0drill');
const SERVICES = ['frontend-drill', 'backend-drill'].map((serviceName) => ({ serviceName, status: 'ACTIVE' }));

function drillsOf(script: Script, application = shop, now = NOON) {
  const aws = scriptedAws({
    ListTasks: () => json({ taskArns: [] }),
    DescribeServices: () => json({ services: SERVICES }),
    ...script,
  });
  return { aws, drills: awsDrills(config, application, aws.clients, () => now) };
}

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

describe('what is in the way of a drill on AWS', () => {
  const obstacles = (inner: string, script: Script = {}, now = NOON) =>
    drillsOf({ DescribeDBInstances: found(instance('shop-dr', inner)), ...script }, shop, now).drills.obstacles(dr, 'replica');
  const BACKED_UP = '<BackupRetentionPeriod>7</BackupRetentionPeriod><PreferredBackupWindow>03:00-03:30</PreferredBackupWindow>';

  it('is nothing where the stacks made what it takes', async () => {
    expect(await obstacles(`${BACKED_UP}${GROUP}`)).toEqual([]);
  });

  it.each([
    ['no group for its copies', BACKED_UP, {}, NOON, 'has no tag dr:drill-group'],
    ['no backups', GROUP, {}, NOON, 'has no automated backups'],
    ['the backup window', `${BACKED_UP}${GROUP}`, {}, NIGHT, 'between 03:00-03:30 UTC'],
    [
      'a service of ECS',
      `${BACKED_UP}${GROUP}`,
      { DescribeServices: () => json({ services: [SERVICES[0]] }) },
      NOON,
      'backend-drill',
    ],
  ])('is %s, as a sentence', async (_, inner, script, now, says) => {
    expect(await obstacles(inner, script, now)).toEqual([expect.stringContaining(says)]);
  });

  it('is no backup window for a copy that comes from backups', async () => {
    const { drills } = drillsOf({ DescribeDBInstances: found(instance('shop-dr', `${BACKED_UP}${GROUP}`)) }, shop, NIGHT);
    expect(await drills.obstacles(dr, 'backups')).toEqual([]);
  });

  it.each([
    ['03:00-03:30', '02:29', false],
    ['03:00-03:30', '02:30', true],
    ['03:00-03:30', '03:29', true],
    ['03:00-03:30', '03:30', false],
    ['23:45-00:15', '00:10', true],
    ['23:45-00:15', '23:14', false],
    ['00:05-00:35', '23:40', true],
  ])('is a window of %s at %s: %s', (window, time, expected) => {
    expect(isNear(window, Date.parse(`2026-11-28T${time}:00Z`))).toBe(expected);
  });

  it('is an application that exists already and of which dr.yml does not say where its services answer', async () => {
    const { create: _, ...attached } = shop.aws;
    const script = { DescribeDBInstances: found(instance('shop-dr', `${BACKED_UP}${GROUP}`)) };
    const { drills } = drillsOf(script, { ...shop, aws: attached });
    expect(await drills.obstacles(dr, 'replica')).toEqual([
      expect.stringContaining('frontend'),
      expect.stringContaining('backend'),
    ]);
    const told = { ...attached, drill: { frontend: { port: 80, paths: [] }, backend: { port: 81, paths: ['/api/*'] } } };
    expect(await drillsOf(script, { ...shop, aws: told }).drills.obstacles(dr, 'replica')).toEqual([]);
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

describe('the agent in a drill', () => {
  const endpoint = { port: 5432, region: dr, database: 'shop' };
  const asked: string[] = [];
  const sessions = copySessions(endpoint, 'shop-dr-drill-', ({ host }) => {
    asked.push(host);
    return { lend: (work) => work({} as never), close: async () => void asked.push('closed') };
  });

  it('logs in to the copy for one piece of work', async () => {
    const host = 'shop-dr-drill-dr-42.abc.us-west-2.rds.amazonaws.com';
    expect(await sessions(host).lend(async () => 'done')).toBe('done');
    expect(asked).toEqual([host, 'closed']);
  });

  it.each([
    'shop-dr.abc.us-west-2.rds.amazonaws.com',
    'shop-dr-drill-dr-42.abc.us-east-1.rds.amazonaws.com',
    'shop-dr-drill-dr-42.evil.example',
    'shop-dr-drill-dr-42.abc.us-west-2.rds.amazonaws.com.evil.example',
  ])('shows its token to nobody who calls himself %s', (host) => {
    expect(() => sessions(host)).toThrow(Refused);
  });
});
