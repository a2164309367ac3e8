import type { DBInstance } from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { rdsRebuild } from '../../orchestrator/aws/rebuild/rebuild.ts';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import { type Instances, rdsModel } from './rds-model.ts';
import { broken, type Script, scriptedAws, xml, xmlFault } from './scripted-aws.ts';
import { config, dr, primary, shop } from './shop.ts';

const ID = 'shop-primary';
const BEHIND = { region: primary, keptAs: 'old-2026-11-29-dr-42' };
const OLD = `${ID}-${BEHIND.keptAs}`;
const KEY = `arn:aws:kms:${primary}:123456789012:key/1`;
const left: DBInstance = {
  ...{
    DBInstanceIdentifier: ID,
    DBInstanceStatus: 'available',
    DBInstanceClass: 'db.m7g.large',
    AllocatedStorage: 100,
    StorageType: 'gp3',
  },
  ...{ MultiAZ: true, KmsKeyId: KEY, DBSubnetGroup: { DBSubnetGroupName: 'shop-subnets' } },
  DBParameterGroups: [{ DBParameterGroupName: 'shop-parameters' }],
  TagList: [
    { Key: 'dr:application', Value: 'shop' },
    { Key: 'aws:cloudformation:stack-name', Value: 'shop-data-us-east-1' },
  ],
};
const snapshots =
  (...all: readonly string[]) =>
  () =>
    xml(`<DescribeDBSnapshotsResponse><DescribeDBSnapshotsResult><DBSnapshots>${all.join('')}</DBSnapshots>
    </DescribeDBSnapshotsResult></DescribeDBSnapshotsResponse>`);
const snapshot = (id: string, status: string) =>
  `<DBSnapshot><DBSnapshotIdentifier>${id}</DBSnapshotIdentifier><Status>${status}</Status><AllocatedStorage>100</AllocatedStorage></DBSnapshot>`;

function rebuildOf(script: Script = {}, found: readonly DBInstance[] = [left]) {
  const instances: Instances = new Map(found.map((instance) => [instance.DBInstanceIdentifier ?? '', instance]));
  const aws = scriptedAws({ ...rdsModel(instances), DescribeDBSnapshots: snapshots(), ...script });
  return { aws, instances, rebuild: rdsRebuild(config, shop, aws.clients) };
}
const replica = (more: DBInstance = {}): DBInstance => ({
  ...left,
  ReadReplicaSourceDBInstanceIdentifier: `arn:aws:rds:${dr}:123456789012:db:shop-dr`,
  ...more,
});
const setAside = { ...left, DBInstanceIdentifier: OLD };

describe('making a database anew in RDS', () => {
  it('asks for a snapshot that is named after the run, and says whose it costs', async () => {
    const { aws, rebuild } = rebuildOf({ CreateDBSnapshot: () => xml('<CreateDBSnapshotResponse/>') });
    await rebuild.snapshot(BEHIND);
    expect(aws.asked.at(-1)).toMatchObject({
      region: primary,
      input: { DBInstanceIdentifier: ID, DBSnapshotIdentifier: OLD, 'Tags.Tag.1.Value': 'shop' },
    });
  });

  it.each(['DBSnapshotAlreadyExists', 'DBSnapshotAlreadyExistsFault'])('takes %s for having been asked before', async (name) => {
    const { rebuild } = rebuildOf({ CreateDBSnapshot: () => xmlFault(400, name) });
    await expect(rebuild.snapshot(BEHIND)).resolves.toBeUndefined();
  });

  it('waits where the state of the database forbids a snapshot for now', async () => {
    const { rebuild } = rebuildOf({ CreateDBSnapshot: () => xmlFault(400, 'InvalidDBInstanceState') });
    await expect(rebuild.snapshot(BEHIND)).rejects.toThrow(Unavailable);
  });

  it('renames at once, and never what replicates', async () => {
    const { aws, instances, rebuild } = rebuildOf();
    await rebuild.setAside(BEHIND);
    expect(aws.asked.at(-1)?.input).toMatchObject({ NewDBInstanceIdentifier: OLD, ApplyImmediately: 'true' });
    expect([...instances.keys()]).toEqual([OLD]);
    const following = rebuildOf({}, [replica()]);
    await expect(following.rebuild.setAside(BEHIND)).rejects.toThrow(Refused);
    expect(following.aws.times('ModifyDBInstance')).toBe(0);
  });

  it('makes the replica of the other Region’s database, with what it needs from the start', async () => {
    const protectedOne = { DeletionProtection: true, VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-1' }] };
    const { aws, rebuild } = rebuildOf({}, [{ ...setAside, ...protectedOne, IAMDatabaseAuthenticationEnabled: true }]);
    await rebuild.replicate(primary);
    const { region, input } = aws.asked.at(-1) ?? {};
    expect(region).toBe(primary);
    expect(input).toMatchObject({
      ...{ DBInstanceIdentifier: ID, SourceDBInstanceIdentifier: `arn:aws:rds:${dr}:123456789012:db:shop-dr` },
      ...{ KmsKeyId: KEY, DBSubnetGroupName: 'shop-subnets', 'Tags.Tag.1.Key': 'dr:application' },
      ...{ 'VpcSecurityGroupIds.VpcSecurityGroupId.1': 'sg-1', DeletionProtection: 'true' },
      EnableIAMDatabaseAuthentication: 'true',
    });
    expect(input).not.toHaveProperty('Tags.Tag.2.Key');
    expect(String(input?.PreSignedUrl)).toContain(`rds.${dr}.amazonaws.com`);
  });

  it('makes nothing where nothing says what to make', async () => {
    const { aws, rebuild } = rebuildOf({}, []);
    await expect(rebuild.replicate(primary)).rejects.toThrow(/Nothing of shop-primary was set aside/);
    expect(aws.times('CreateDBInstanceReadReplica')).toBe(0);
  });

  it('finds nothing to restore where people deleted what was set aside, and changes nothing that is no replica', async () => {
    const { rebuild } = rebuildOf({}, [replica({ MultiAZ: false })]);
    expect(await rebuild.differences(primary)).toEqual([]);
    const promoted = rebuildOf({}, [
      setAside,
      { ...replica({ MultiAZ: false }), ReadReplicaSourceDBInstanceIdentifier: undefined },
    ]);
    await expect(promoted.rebuild.restore(primary)).rejects.toThrow('is no replica, and is left as it is');
    expect(promoted.aws.times('ModifyDBInstance')).toBe(0);
  });

  it('takes the one that was set aside last for what it has to be', async () => {
    const at = (day: string, more: DBInstance) => ({ ...setAside, InstanceCreateTime: new Date(day), ...more });
    const older = at('2026-01-05', { DBInstanceIdentifier: `${ID}-old-2026-03-01-dr-7`, MultiAZ: false });
    const { rebuild } = rebuildOf({}, [older, at('2026-03-01', { MultiAZ: true }), replica({ MultiAZ: false })]);
    expect(await rebuild.differences(primary)).toEqual(['shop-primary: Multi-AZ off instead of on.']);
  });

  it('gives it every property, then reboots it for its parameter group, and is done when neither is pending', async () => {
    const inSync = { DBParameterGroupName: 'shop-parameters', ParameterApplyStatus: 'in-sync' };
    const { aws, instances, rebuild } = rebuildOf(
      {
        RebootDBInstance: () => {
          instances.set(ID, { ...instances.get(ID), DBParameterGroups: [inSync] });
          return xml('<RebootDBInstanceResponse/>');
        },
      },
      [setAside, replica({ MultiAZ: false, DBParameterGroups: [{ DBParameterGroupName: 'default.postgres17' }] })],
    );
    await rebuild.restore(primary);
    expect(aws.asked.at(-1)?.input).toMatchObject({
      MultiAZ: 'true',
      DBParameterGroupName: 'shop-parameters',
      ApplyImmediately: 'true',
    });
    instances.set(ID, { ...replica(), DBParameterGroups: [{ ...inSync, ParameterApplyStatus: 'pending-reboot' }] });
    expect(await rebuild.differences(primary)).toEqual(['shop-primary: its parameter group waits for a reboot.']);
    await rebuild.restore(primary);
    expect(aws.times('RebootDBInstance')).toBe(1);
    expect(await rebuild.differences(primary)).toEqual([]);
    await rebuild.restore(primary);
    expect([aws.times('ModifyDBInstance'), aws.times('RebootDBInstance')]).toEqual([1, 1]);
  });

  it.each([
    ['is being modified', replica({ MultiAZ: false, DBInstanceStatus: 'modifying' })],
    ['has modifications that are pending', replica({ MultiAZ: false, PendingModifiedValues: { MultiAZ: true } })],
  ])('asks for nothing while it %s', async (_, instance) => {
    const { aws, rebuild } = rebuildOf({}, [setAside, instance]);
    await rebuild.restore(primary);
    expect(aws.times('ModifyDBInstance')).toBe(0);
    expect((await rebuild.differences(primary)).length).toBeGreaterThan(0);
  });

  it('tells what is kept, by name alone, and what that costs a day', async () => {
    const another = { ...left, DBInstanceIdentifier: 'another-old-2026-11-29-dr-42' };
    const unpriced = { ...setAside, DBInstanceIdentifier: `${ID}-old-2026-10-01-dr-9`, DBInstanceClass: 'db.x9.huge' };
    const { rebuild } = rebuildOf(
      { DescribeDBSnapshots: snapshots(snapshot(OLD, 'creating'), snapshot('nightly-1', 'available')) },
      [left, setAside, another, unpriced],
    );
    const kept = await rebuild.kept(primary);
    expect(kept).toEqual([
      { name: OLD, keptAs: BEHIND.keptAs, kind: 'instance', isMade: true, perDay: expect.closeTo(8.82, 1) },
      { name: unpriced.DBInstanceIdentifier, keptAs: 'old-2026-10-01-dr-9', kind: 'instance', isMade: true, perDay: null },
      { name: OLD, keptAs: BEHIND.keptAs, kind: 'snapshot', isMade: false, perDay: expect.closeTo(0.31, 2) },
    ]);
  });

  it.each<[DBInstance, number | null]>([
    [{}, 4.41],
    [{ StorageType: 'gp2' }, 4.41],
    [{ AllocatedStorage: 400, Iops: 12_000, StorageThroughput: 500 }, 5.545],
    [{ AllocatedStorage: 400, Iops: 14_000, StorageThroughput: 600 }, 7.124],
    [{ StorageType: 'io1', Iops: 1_000 }, 7.732],
    [{ StorageType: 'io1', Iops: 1_000, MultiAZ: true }, 15.465],
    [{ StorageType: 'io2', Iops: 1_000 }, null],
  ])('prices storage and the speed that it is asked for: %j costs %d a day', async (more, usd) => {
    const { rebuild } = rebuildOf({}, [{ ...left, MultiAZ: false, ...more }]);
    const { perDay } = await rebuild.look(primary);
    if (usd === null) expect(perDay).toBeNull();
    else expect(perDay).toBeCloseTo(usd, 2);
  });

  it('tells of a snapshot that failed, which nobody has to wait for', async () => {
    const { rebuild } = rebuildOf({ DescribeDBSnapshots: snapshots(snapshot(OLD, 'failed')) });
    expect(await rebuild.kept(primary)).toMatchObject([{ name: OLD, isMade: false, isBroken: true }]);
  });

  it('takes no instance and no snapshot for kept whose name goes on without a day', async () => {
    const other = { ...left, DBInstanceIdentifier: `${ID}-old-eu` };
    const { rebuild } = rebuildOf({ DescribeDBSnapshots: snapshots(snapshot(`${ID}-old-eu-nightly`, 'available')) }, [
      left,
      other,
    ]);
    expect(await rebuild.kept(primary)).toEqual([]);
    expect(await rebuild.differences(primary)).toEqual([]);
  });

  it('says that Route 53 is in the way while its control plane does not answer', async () => {
    const { rebuild } = rebuildOf({ GetHostedZone: broken });
    expect(await rebuild.obstacles(primary)).toEqual([
      expect.stringContaining('the control plane of Route 53 in us-east-1 is not well'),
    ]);
  });

  it('is refused where the database is in a state that it does not leave', async () => {
    const { rebuild } = rebuildOf({}, [{ ...left, DBInstanceStatus: 'storage-full' }]);
    await expect(rebuild.look(primary)).rejects.toThrow('storage-full');
  });
});
