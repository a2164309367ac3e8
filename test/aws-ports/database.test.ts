import { describe, expect, it } from 'vitest';
import { rdsDatabase } from '../../orchestrator/aws/database.ts';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import { broken, inTurn, type Script, scriptedAws, xml, xmlFault } from './scripted-aws.ts';
import { config, dr, primary, shop } from './shop.ts';

const ARN = `arn:aws:rds:${primary}:123456789012:db:shop-primary`;

const instance =
  (status: string, more = '') =>
  () =>
    xml(`<DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances><DBInstance>
    <DBInstanceIdentifier>shop-dr</DBInstanceIdentifier><DBInstanceStatus>${status}</DBInstanceStatus>${more}
  </DBInstance></DBInstances></DescribeDBInstancesResult></DescribeDBInstancesResponse>`);
const replica = (status: string, more = '') =>
  instance(status, `<ReadReplicaSourceDBInstanceIdentifier>${ARN}</ReadReplicaSourceDBInstanceIdentifier>${more}`);
const promoted = () => xml('<PromoteReadReplicaResponse><PromoteReadReplicaResult/></PromoteReadReplicaResponse>');

function databaseOf(script: Script) {
  const aws = scriptedAws(script);
  return { aws, database: rdsDatabase(config, shop, aws.clients) };
}

describe('the database on RDS', () => {
  it('is asked for in its own Region, by the identifier that dr.yml gives it there', async () => {
    const { aws, database } = databaseOf({ DescribeDBInstances: replica('available') });
    await database.status(dr);
    expect(aws.asked).toMatchObject([{ host: `rds.${dr}.amazonaws.com`, input: { DBInstanceIdentifier: 'shop-dr' } }]);
  });

  it('replicates from the Region in the ARN of its source', async () => {
    const { database } = databaseOf({ DescribeDBInstances: replica('available') });
    expect(await database.status(dr)).toEqual({ state: 'available', replicaOf: primary });
  });

  it('replicates within its Region from a source without an ARN', async () => {
    const source = '<ReadReplicaSourceDBInstanceIdentifier>shop-old</ReadReplicaSourceDBInstanceIdentifier>';
    const { database } = databaseOf({ DescribeDBInstances: instance('available', source) });
    expect(await database.status(dr)).toEqual({ state: 'available', replicaOf: dr });
  });

  it.each([
    ['available', 'available'],
    ['storage-optimization', 'available'],
    ['backing-up', 'backing-up'],
    ['modifying', 'modifying'],
    ['rebooting', 'modifying'],
    ['upgrading', 'modifying'],
    ['configuring-log-exports', 'modifying'],
    ['stopping', 'stopped'],
    ['stopped', 'stopped'],
  ])('that RDS calls %s is %s', async (status, state) => {
    const { database } = databaseOf({ DescribeDBInstances: instance(status) });
    expect(await database.status(dr)).toEqual({ state, replicaOf: null });
  });

  it.each(['failed', 'storage-full', 'incompatible-parameters', 'inaccessible-encryption-credentials-recoverable', 'deleting'])(
    'that is %s is refused, because that does not pass',
    async (status) => {
      const { database } = databaseOf({ DescribeDBInstances: replica(status) });
      await expect(database.status(dr)).rejects.toThrow(new Refused(`The database shop-dr in ${dr} is ${status}.`));
    },
  );

  it('is promoted with the backups that the next replica will need', async () => {
    const { aws, database } = databaseOf({ DescribeDBInstances: replica('available'), PromoteReadReplica: promoted });
    await database.promote(dr);
    expect(aws.asked.at(-1)).toMatchObject({
      region: dr,
      operation: 'PromoteReadReplica',
      input: { DBInstanceIdentifier: 'shop-dr', BackupRetentionPeriod: '7' },
    });
  });

  it('keeps longer backups when it is promoted', async () => {
    const longer = replica('available', '<BackupRetentionPeriod>30</BackupRetentionPeriod>');
    const { aws, database } = databaseOf({ DescribeDBInstances: longer, PromoteReadReplica: promoted });
    await database.promote(dr);
    expect(aws.asked.at(-1)?.input).toMatchObject({ BackupRetentionPeriod: '30' });
  });

  it.each([
    ['is nobody’s replica', instance('available')],
    ['is being modified, perhaps by a promotion', replica('modifying')],
  ])('is not promoted again when it %s', async (_, state) => {
    const { aws, database } = databaseOf({ DescribeDBInstances: state });
    await database.promote(dr);
    expect(aws.times('PromoteReadReplica')).toBe(0);
  });

  it('waits for its backup before it is promoted', async () => {
    const { aws, database } = databaseOf({ DescribeDBInstances: replica('backing-up') });
    await expect(database.promote(dr)).rejects.toThrow(Unavailable);
    expect(aws.times('PromoteReadReplica')).toBe(0);
  });

  it('waits also when the backup begins between the look and the promotion', async () => {
    const { database } = databaseOf({
      DescribeDBInstances: replica('available'),
      PromoteReadReplica: () => xmlFault(400, 'InvalidDBInstanceState', 'DB Instance is not in available state.'),
    });
    await expect(database.promote(dr)).rejects.toThrow(Unavailable);
  });

  it('is refused a promotion while it is stopped', async () => {
    const { database } = databaseOf({ DescribeDBInstances: replica('stopped') });
    await expect(database.promote(dr)).rejects.toThrow(/start it/);
  });

  // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/CommonErrors.html
  it.each([
    ['is throttled', () => xmlFault(400, 'ThrottlingException', 'Rate exceeded')],
    ['is throttled in older words', () => xmlFault(400, 'Throttling', 'Rate exceeded')],
    ['fails on its side', () => xmlFault(500, 'InternalFailure')],
    ['is impaired', () => xmlFault(503, 'ServiceUnavailable')],
    ['is out of reach', broken],
  ])('is unavailable when RDS %s, after one more attempt', async (_, answer) => {
    const { aws, database } = databaseOf({ DescribeDBInstances: answer });
    await expect(database.status(dr)).rejects.toThrow(Unavailable);
    expect(aws.times('DescribeDBInstances')).toBe(2);
  });

  it('survives a blip', async () => {
    const { database } = databaseOf({ DescribeDBInstances: inTurn(broken, replica('available')) });
    expect(await database.status(dr)).toMatchObject({ state: 'available' });
  });

  it.each([
    ['DBInstanceNotFound', 404, 'DBInstance shop-dr not found.'],
    ['AccessDenied', 403, 'User is not authorized to perform: rds:DescribeDBInstances'],
    ['InvalidParameterValue', 400, 'The parameter is not valid'],
  ])('is refused with AWS’s own words on %s', async (name, status, message) => {
    const { aws, database } = databaseOf({ DescribeDBInstances: () => xmlFault(status, name, message) });
    const error: unknown = await database.status(dr).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Refused);
    expect((error as Refused).message).toContain(message.replace(/\.$/, ''));
    expect(aws.times('DescribeDBInstances')).toBe(1);
  });

  it('is refused in a Region the application does not run in', async () => {
    const { database } = databaseOf({});
    await expect(database.status('eu-west-1')).rejects.toThrow(Refused);
  });
});
