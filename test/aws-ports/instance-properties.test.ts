import {
  CreateDBInstanceReadReplicaCommand,
  type DBInstance,
  DescribeDBInstancesCommand,
  ModifyDBInstanceCommand,
  PromoteReadReplicaCommand,
} from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { INSTANCE_PROPERTIES } from '../../orchestrator/aws/instance-properties.ts';
import { declaredShape, differences, makingOf, modificationTo, seenShape } from '../../orchestrator/aws/instance-shape.ts';
import { type Instances, rdsModel } from './rds-model.ts';
import { scriptedAws } from './scripted-aws.ts';
import { primary } from './shop.ts';

const ID = 'shop-primary';
const OLD = `${ID}-old-2026-11-27`;

/** What the stack is deployed with: every property of the table, none as AWS would choose it. */
const TEMPLATE = {
  DBInstanceIdentifier: ID,
  DBInstanceClass: 'db.m7g.xlarge',
  MultiAZ: true,
  DeletionProtection: true,
  EnableIAMDatabaseAuthentication: true,
  DBParameterGroupName: { Ref: 'Parameters' },
  VPCSecurityGroups: [{ 'Fn::GetAtt': ['Second', 'GroupId'] }, { 'Fn::GetAtt': ['First', 'GroupId'] }],
  DBSubnetGroupName: { Ref: 'Subnets' },
  KmsKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] },
  BackupRetentionPeriod: 7,
  PreferredBackupWindow: '08:00-08:30',
  PreferredMaintenanceWindow: 'tue:09:00-tue:09:30',
  MaxAllocatedStorage: '500',
  StorageType: 'gp3',
  Iops: 14000,
  StorageThroughput: 700,
  CACertificateIdentifier: 'rds-ca-rsa2048-g1',
  MonitoringInterval: 60,
  MonitoringRoleArn: { 'Fn::GetAtt': ['Monitoring', 'Arn'] },
  DatabaseInsightsMode: 'advanced',
  EnablePerformanceInsights: true,
  PerformanceInsightsRetentionPeriod: 465,
  PerformanceInsightsKMSKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] },
  EnableCloudwatchLogsExports: ['upgrade', 'postgresql'],
  CopyTagsToSnapshot: true,
  AutoMinorVersionUpgrade: true,
  PubliclyAccessible: false,
  Tags: [{ Key: 'application', Value: 'shop' }],
};
const PHYSICAL: Readonly<Record<string, string>> = {
  ...{ Parameters: 'shop-parameters', Subnets: 'shop-subnets', First: 'sg-1', Second: 'sg-2' },
  Key: `arn:aws:kms:${primary}:123456789012:key/1`,
  Monitoring: 'arn:aws:iam::123456789012:role/monitoring',
};
const resolve = (reference: object): string => {
  const [target] = [Object.values(reference)[0]].flat();
  return PHYSICAL[String(target)] ?? 'nothing';
};
const meant = declaredShape(TEMPLATE, resolve);

/** The instance as CloudFormation made it from the template. */
const MADE: DBInstance = {
  ...{ DBInstanceIdentifier: ID, DBInstanceStatus: 'available', DBInstanceClass: 'db.m7g.xlarge', MultiAZ: true },
  ...{ DeletionProtection: true, IAMDatabaseAuthenticationEnabled: true, BackupRetentionPeriod: 7 },
  DBParameterGroups: [{ DBParameterGroupName: 'shop-parameters' }],
  VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-1' }, { VpcSecurityGroupId: 'sg-2' }],
  DBSubnetGroup: { DBSubnetGroupName: 'shop-subnets' },
  KmsKeyId: PHYSICAL.Key,
  ...{ PreferredBackupWindow: '08:00-08:30', PreferredMaintenanceWindow: 'tue:09:00-tue:09:30' },
  ...{ MaxAllocatedStorage: 500, CACertificateIdentifier: 'rds-ca-rsa2048-g1' },
  ...{ AllocatedStorage: 500, StorageType: 'gp3', Iops: 14000, StorageThroughput: 700 },
  ...{ MonitoringInterval: 60, MonitoringRoleArn: PHYSICAL.Monitoring, DatabaseInsightsMode: 'advanced' },
  ...{ PerformanceInsightsEnabled: true, PerformanceInsightsRetentionPeriod: 465, PerformanceInsightsKMSKeyId: PHYSICAL.Key },
  EnabledCloudwatchLogsExports: ['postgresql', 'upgrade'],
  ...{ CopyTagsToSnapshot: true, AutoMinorVersionUpgrade: true, PubliclyAccessible: false },
  TagList: [
    { Key: 'application', Value: 'shop' },
    { Key: 'aws:cloudformation:stack-name', Value: 'shop-data-us-east-1' },
  ],
};

/** The primary Region's database after a failover and back: renamed, made anew under its name as a replica, and promoted. */
async function broughtHome(made = meant) {
  const instances: Instances = new Map([[ID, MADE]]);
  const rds = scriptedAws(rdsModel(instances)).clients.rds(primary);
  const look = async (id = ID) => {
    const { DBInstances } = await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: id }));
    return seenShape(DBInstances?.[0] ?? {});
  };
  const asDeployed = await look();
  await rds.send(new ModifyDBInstanceCommand({ DBInstanceIdentifier: ID, NewDBInstanceIdentifier: OLD, ApplyImmediately: true }));
  const SourceDBInstanceIdentifier = 'arn:aws:rds:us-west-2:123456789012:db:shop-dr';
  await rds.send(
    new CreateDBInstanceReadReplicaCommand({ DBInstanceIdentifier: ID, SourceDBInstanceIdentifier, ...makingOf(made) }),
  );
  await rds.send(new PromoteReadReplicaCommand({ DBInstanceIdentifier: ID }));
  const restore = async (shape: typeof meant) => {
    await rds.send(new ModifyDBInstanceCommand({ DBInstanceIdentifier: ID, ApplyImmediately: true, ...modificationTo(shape) }));
  };
  return { look, asDeployed, restore };
}

const without = (name: string) => Object.fromEntries(Object.entries(meant).filter(([key]) => key !== name));

describe('a database that was brought home', () => {
  it('was what its template says, whatever the order of lists and the tags of AWS', async () => {
    const { asDeployed } = await broughtHome();
    expect(differences(ID, meant, asDeployed)).toEqual([]);
    expect(Object.keys(meant).toSorted()).toEqual(INSTANCE_PROPERTIES.map(({ name }) => name).toSorted());
  });

  it.each(Object.keys(TEMPLATE).filter((key) => key !== 'DBInstanceIdentifier'))(
    'was compared with the %s of its template',
    (key) => {
      const value = Array.isArray(TEMPLATE[key as keyof typeof TEMPLATE]) ? [] : 'another';
      expect(declaredShape({ ...TEMPLATE, [key]: value }, resolve)).not.toEqual(meant);
    },
  );

  it('is not what its template says before what AWS does not hand down is restored, and each property is told', async () => {
    const { look } = await broughtHome({});
    const told = differences(ID, meant, await look());
    for (const sentence of [
      'shop-primary: Multi-AZ off instead of on.',
      'shop-primary: IAM authentication off instead of on.',
      'shop-primary: deletion protection off instead of on.',
      'shop-primary: parameter group default.postgres17 instead of shop-parameters.',
      'shop-primary: security groups sg-default instead of sg-1, sg-2.',
      'shop-primary: days of backups 1 instead of 7.',
      'shop-primary: limit of storage autoscaling none instead of 500.',
      'shop-primary: tags none instead of application=shop.',
    ]) {
      expect(told).toContain(sentence);
    }
  });

  it('is what its template says, under the same identifier, once the values of the table are restored', async () => {
    const { look, asDeployed, restore } = await broughtHome();
    await restore(meant);
    expect(differences(ID, meant, await look())).toEqual([]);
    expect(differences(ID, asDeployed, await look())).toEqual([]);
    expect(differences(OLD, asDeployed, await look(OLD))).toEqual([]);
  });

  it.each(INSTANCE_PROPERTIES.map(({ name }) => name))('is told of when its %s is forgotten', async (name) => {
    const { look, restore } = await broughtHome(without(name));
    await restore(without(name));
    const told = differences(ID, meant, await look());
    expect(told).toEqual([expect.stringMatching(new RegExp(`^shop-primary: ${name} .+ instead of .+\\.$`))]);
  });

  it('is reachable for its agent, and as fast as it was, from the moment it is made', async () => {
    const { look } = await broughtHome();
    const told = differences(ID, meant, await look()).join('\n');
    for (const name of [
      ...['security groups', 'deletion protection', 'IAM authentication'],
      ...['storage type', 'provisioned IOPS', 'storage throughput'],
    ]) {
      expect(told).not.toContain(`${name} `);
    }
    expect(told).toContain('shop-primary: parameter group default.postgres17 instead of shop-parameters.');
  });

  it.each([
    [
      'a gp3 that is too small for values of its own',
      { StorageType: 'gp3', AllocatedStorage: 399, Iops: 3000, StorageThroughput: 125 },
      [],
    ],
    [
      'a gp3 that is large enough',
      { StorageType: 'gp3', AllocatedStorage: 400, Iops: 12000, StorageThroughput: 500 },
      [12000, 500],
    ],
    ['an io2', { StorageType: 'io2', AllocatedStorage: 100, Iops: 4000, StorageThroughput: 0 }, [4000]],
    ['a gp2', { StorageType: 'gp2', AllocatedStorage: 100 }, []],
  ])('is asked for the speed of %s only as far as RDS takes it', (_, storage, asked) => {
    const shape = seenShape(storage);
    for (const { Iops, StorageThroughput } of [makingOf(shape), modificationTo(shape)]) {
      expect([Iops, StorageThroughput].filter((value) => value !== undefined)).toEqual(asked);
    }
  });

  it('may be whatever AWS chooses where its template says nothing, and must have the defaults of CloudFormation', () => {
    const little = declaredShape({ DBInstanceIdentifier: ID }, resolve);
    expect(little['backup window']).toBeUndefined();
    expect(little).toMatchObject({ 'Multi-AZ': false, 'deletion protection': false, 'days of backups': 1 });
  });
});
