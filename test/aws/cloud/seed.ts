import { applicationOnAws, platformOnAws, type Side } from '../../../orchestrator/aws/deployment.ts';
import { GROUP_TAG } from '../../../orchestrator/aws/drills/names.ts';
import type { Application, Config } from '../../../orchestrator/config.ts';
import { DEFAULT_PARAMETERS } from '../rds-front/rebuilds.ts';
import type { Aws } from './ask.ts';
import { seedBalancer, seedServices } from './seed-services.ts';

const SIDES = ['primary', 'dr'] as const;
/** The media type of a container image's manifest. */
const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';
const RDS = { Version: '2014-10-31' };

/** Makes what an application has on AWS before anybody speaks of moving it, as dr.yml names it, with its source on that side. */
export async function seedApplication(aws: Aws, config: Config, application: Application, active: Side): Promise<void> {
  const standby = active === 'primary' ? 'dr' : 'primary';
  await seedDatabase(aws, config, application, { active, standby });
  for (const side of SIDES) {
    await seedBalancer(aws, config, application, side);
    await seedServices(aws, config, application, side);
    await seedImages(aws, config.regions[side], application);
  }
  await seedReplicationMetric(aws, config, application, { active, standby });
  await seedReplicationMetric(aws, config, application, { active: standby, standby: active });
}

/** Which Region an application runs in, and which one follows. */
interface Roles {
  readonly active: Side;
  readonly standby: Side;
}

/** The instance of the active Region, and its replica in the other. */
async function seedDatabase(aws: Aws, config: Config, { database }: Application, { active, standby }: Roles): Promise<void> {
  const { account } = platformOnAws(config);
  const { regions } = config;
  const parameters = `${database.name}-parameters`;
  for (const side of SIDES) {
    const there = await aws.query('rds', regions[side], { ...RDS, Action: 'DescribeDBParameterGroups' });
    const missing = [DEFAULT_PARAMETERS, parameters].filter((name) => !there.includes(`<DBParameterGroupName>${name}<`));
    for (const DBParameterGroupName of missing) {
      const group = { DBParameterGroupName, DBParameterGroupFamily: 'postgres18', Description: 'Of PostgreSQL 18.' };
      await aws.query('rds', regions[side], { ...RDS, Action: 'CreateDBParameterGroup', ...group });
    }
  }
  await aws.query('rds', regions[active], {
    ...RDS,
    Action: 'CreateDBInstance',
    DBInstanceIdentifier: database.instances[active],
    DBInstanceClass: 'db.m7g.large',
    Engine: 'postgres',
    EngineVersion: '18.1',
    AllocatedStorage: '100',
    DBName: database.name,
    MasterUsername: 'postgres',
    MasterUserPassword: 'never-used-here',
    BackupRetentionPeriod: '7',
    DBParameterGroupName: parameters,
    EnableIAMDatabaseAuthentication: 'true',
    // Whenever the test runs, the daily backup is far away.
    PreferredBackupWindow: windowAfter(12 * 60),
  });
  await aws.query('rds', regions[standby], {
    ...RDS,
    Action: 'CreateDBInstanceReadReplica',
    DBInstanceIdentifier: database.instances[standby],
    SourceDBInstanceIdentifier: `arn:aws:rds:${regions[active]}:${account}:db:${database.instances[active]}`,
    EnableIAMDatabaseAuthentication: 'true',
    ...{ 'Tags.Tag.1.Key': GROUP_TAG, 'Tags.Tag.1.Value': 'sg-of-drills' },
  });
}

/** Half an hour of a day, so many minutes from now: `03:00-03:30`. */
function windowAfter(minutes: number): string {
  const time = (after: number): string => new Date(Date.now() + after * 60_000).toISOString().slice(11, 16);
  return `${time(minutes)}-${time(minutes + 30)}`;
}

async function seedImages(aws: Aws, region: string, application: Application): Promise<void> {
  const ecr = (action: string, input: object) => aws.json('ecr', region, `AmazonEC2ContainerRegistry_V20150921.${action}`, input);
  for (const repositoryName of applicationOnAws(application).repositories) {
    await ecr('CreateRepository', { repositoryName });
    const imageManifest = JSON.stringify({ schemaVersion: 2, config: { digest: `sha256:${'0'.repeat(64)}` }, layers: [] });
    await ecr('PutImage', { repositoryName, imageTag: '1', imageManifest, imageManifestMediaType: MANIFEST });
  }
}

/** What S3 publishes in the destination's Region when nothing waits to be replicated from the active one. */
async function seedReplicationMetric(
  aws: Aws,
  { regions }: Config,
  application: Application,
  { active, standby }: Roles,
): Promise<void> {
  const { buckets } = applicationOnAws(application);
  const dimensions = { SourceBucket: buckets[active], DestinationBucket: buckets[standby], RuleId: `to-${standby}` };
  const fields = Object.entries(dimensions).flatMap(([name, value], index) => {
    const member = `MetricData.member.1.Dimensions.member.${index + 1}`;
    return [
      [`${member}.Name`, name],
      [`${member}.Value`, value],
    ];
  });
  await aws.query('monitoring', regions[standby], {
    ...{ Version: '2010-08-01', Action: 'PutMetricData', Namespace: 'AWS/S3' },
    ...{ 'MetricData.member.1.MetricName': 'OperationsPendingReplication', 'MetricData.member.1.Value': '0' },
    'MetricData.member.1.Timestamp': new Date().toISOString(),
    ...Object.fromEntries(fields),
  });
}
