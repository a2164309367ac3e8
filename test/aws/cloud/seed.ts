import { applicationOnAws, platformOnAws, type Side } from '../../../orchestrator/aws/deployment.ts';
import { drillService, GROUP_TAG } from '../../../orchestrator/aws/drills/names.ts';
import { LONGEST_KEEP_ALIVE_S } from '../../../orchestrator/aws/readiness/keep-alive.ts';
import type { Application, Config } from '../../../orchestrator/config.ts';
import { elementIn } from '../gateway/xml.ts';
import { DEFAULT_PARAMETERS } from '../rds-front/rebuilds.ts';
import type { Aws } from './ask.ts';

const SIDES = ['primary', 'dr'] as const;
/** The media type of a container image's manifest. */
const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';
const RDS = { Version: '2014-10-31' };
const BALANCING = { Version: '2015-12-01' };
const EC2 = { Version: '2016-11-15' };

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
    for (const DBParameterGroupName of [DEFAULT_PARAMETERS, parameters]) {
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

/** A load balancer that keeps the connections of clients for as long as those of the template do; it leads nowhere. */
async function seedBalancer(aws: Aws, config: Config, application: Application, side: Side): Promise<void> {
  const region = config.regions[side];
  const subnets = await aws.query('ec2', region, { ...EC2, Action: 'DescribeSubnets' });
  const [one = '', other = ''] = [...subnets.matchAll(/<subnetId>([^<]+)</g)].map(([, id]) => id);
  const made = await aws.query('elasticloadbalancing', region, {
    ...{ ...BALANCING, Action: 'CreateLoadBalancer', Name: applicationOnAws(application).balancers[side].name },
    ...{ 'Subnets.member.1': one, 'Subnets.member.2': other },
  });
  await aws.query('elasticloadbalancing', region, {
    ...{ ...BALANCING, Action: 'ModifyLoadBalancerAttributes', LoadBalancerArn: elementIn(made, 'LoadBalancerArn') ?? '' },
    ...{ 'Attributes.member.1.Key': 'client_keep_alive.seconds', 'Attributes.member.1.Value': String(LONGEST_KEEP_ALIVE_S) },
  });
}

/** The cluster of a Region with every service, its target group, and autoscaling. */
async function seedServices(aws: Aws, config: Config, application: Application, side: Side): Promise<void> {
  const region = config.regions[side];
  const cluster = applicationOnAws(application).cluster[side];
  const ecs = (action: string, input: object) => aws.json('ecs', region, `AmazonEC2ContainerServiceV20141113.${action}`, input);
  await ecs('CreateCluster', { clusterName: cluster });
  const vpcs = await aws.query('ec2', region, { ...EC2, Action: 'DescribeVpcs' });
  const vpc = elementIn(vpcs, 'vpcId') ?? '';
  for (const [service, capacities] of Object.entries(application.services)) {
    const { min, max } = capacities[side];
    const group = await aws.query('elasticloadbalancing', region, {
      ...BALANCING,
      ...{ Action: 'CreateTargetGroup', Name: `${application.id}-${service}`, Protocol: 'HTTP', Port: '80' },
      ...{ VpcId: vpc, TargetType: 'ip' },
    });
    const image = `${platformOnAws(config).account}.dkr.ecr.${region}.amazonaws.com/${application.id}/${service}:1`;
    const containerDefinitions = [{ name: service, image, essential: true, memory: 512, portMappings: [{ containerPort: 80 }] }];
    await ecs('RegisterTaskDefinition', { family: service, containerDefinitions });
    await ecs('CreateService', {
      cluster,
      serviceName: service,
      taskDefinition: service,
      desiredCount: min,
      launchType: 'FARGATE',
      loadBalancers: [{ targetGroupArn: elementIn(group, 'TargetGroupArn'), containerName: service, containerPort: 80 }],
    });
    await seedDrillService(aws, { application, region, cluster, vpc, service, containerDefinitions });
    await aws.json('application-autoscaling', region, 'AnyScaleFrontendService.RegisterScalableTarget', {
      ServiceNamespace: 'ecs',
      ScalableDimension: 'ecs:service:DesiredCount',
      ResourceId: `service/${cluster}/${service}`,
      MinCapacity: min,
      MaxCapacity: max,
    });
  }
}

/** The service that says how tasks of a drill are made, and runs none. */
async function seedDrillService(
  aws: Aws,
  made: {
    readonly application: Application;
    readonly region: string;
    readonly cluster: string;
    readonly vpc: string;
    readonly service: string;
    readonly containerDefinitions: object;
  },
): Promise<void> {
  const { application, region, cluster, vpc, service, containerDefinitions } = made;
  const ecs = (action: string, input: object) => aws.json('ecs', region, `AmazonEC2ContainerServiceV20141113.${action}`, input);
  const found = await aws.query('ec2', region, {
    ...EC2,
    Action: 'DescribeSubnets',
    'Filter.1.Name': 'vpc-id',
    'Filter.1.Value.1': vpc,
  });
  const family = `${application.id}-${drillService(service)}`;
  await ecs('RegisterTaskDefinition', {
    ...{ family, containerDefinitions, networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512' },
  });
  await ecs('CreateService', {
    ...{ cluster, serviceName: drillService(service), taskDefinition: family, desiredCount: 0, launchType: 'FARGATE' },
    networkConfiguration: { awsvpcConfiguration: { subnets: [elementIn(found, 'subnetId')], securityGroups: [] } },
  });
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
