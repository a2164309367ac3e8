import { assumed } from '../assumptions.ts';
import { type Charge, type Estate, type PricedResource, type Rules, referred } from '../charge.ts';

const hours = assumed('hours');

/** What an application's Regions are made of. */
export const regions: Rules = {
  'AWS::EC2::VPCEndpoint': ({ properties }) =>
    properties.VpcEndpointType === 'Interface'
      ? [
          { price: 'endpoint.hour', quantity: hours * (properties.SubnetIds as unknown[]).length },
          { price: 'endpoint.gb', quantity: assumed('endpointTraffic') },
        ]
      : [],
  'AWS::EC2::FlowLog': () => [{ price: 'logs.vended', quantity: assumed('flowLogs') }],
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ({ properties, region }, { config }) => [
    { price: 'balancer.hour', quantity: hours },
    { price: 'balancer.lcu-hour', quantity: region === config.regions.primary ? hours * assumed('balancerUnits') : 0 },
    { price: 'address.hour', quantity: properties.Scheme === 'internet-facing' ? hours * zonesOf(properties) : 0 },
  ],
  // No template has the alarms that a policy makes.
  'AWS::ApplicationAutoScaling::ScalingPolicy': () => [{ price: 'cloudwatch.alarm', quantity: assumed('scalingAlarms') }],
  'AWS::ECS::Cluster': (cluster) => [
    { price: 'cloudwatch.metric', quantity: isMeasured(cluster) ? assumed('clusterMetrics') : 0 },
  ],
  // One that runs no task, as those that drills start theirs from, writes no log.
  'AWS::ECS::Service': (service, estate) => [
    ...taskHours(service, estate, tasksOf(service, estate) * hours),
    { price: 'logs.ingested', quantity: tasksOf(service, estate) > 0 ? assumed('taskLogs') : 0 },
    { price: 'cloudwatch.metric', quantity: metricsOf(service, estate) },
  ],
  'AWS::RDS::DBInstance': (database, estate) => [
    ...databaseHours(database, estate, hours * (database.properties.MultiAZ === true ? 2 : 1)),
    { price: 'logs.vended', quantity: assumed('databaseLogs') },
    { price: 'transfer.between-regions', quantity: database.region === estate.config.regions.dr ? assumed('writtenAhead') : 0 },
    ...(database.properties.DatabaseInsightsMode === 'advanced' ? [{ price: 'rds.advanced-insights', quantity: hours }] : []),
  ],
  'AWS::S3::Bucket': ({ properties }) => {
    const copied = properties.ReplicationConfiguration === undefined ? 0 : assumed('objectsWritten');
    return [
      { price: 's3.storage', quantity: storedIn(properties) },
      { price: 's3.replication-time-control', quantity: copied },
      { price: 'transfer.between-regions', quantity: copied },
    ];
  },
  'AWS::ECR::Repository': () => [{ price: 'ecr.storage', quantity: assumed('images') }],
};

/** A flag weighs nothing; what expires without versions is a log; the rest is the application's. */
function storedIn({ VersioningConfiguration, LifecycleConfiguration }: Readonly<Record<string, unknown>>): number {
  if (VersioningConfiguration !== undefined) return assumed('objects');
  return LifecycleConfiguration === undefined ? 0 : assumed('accessLogs');
}

/** A database for so many hours in one zone, with its storage. */
export function databaseHours({ properties }: PricedResource, { config }: Estate, zoneHours: number): readonly Charge[] {
  const storage = Number(properties.AllocatedStorage ?? sizeOf(properties, config));
  return [
    { price: `rds.${properties.DBInstanceClass}`, quantity: zoneHours },
    { price: 'rds.gp3', quantity: (storage * zoneHours) / hours },
  ];
}

/** A service's tasks for so many hours altogether. */
export function taskHours(service: PricedResource, estate: Estate, count: number): readonly Charge[] {
  const definition = referred(service, service.properties.TaskDefinition, estate)?.properties;
  if (definition === undefined) throw new Error(`The task definition of ${service.id} in ${service.stack} is in no template.`);
  const chip = definition.RuntimePlatform?.CpuArchitecture === 'ARM64' ? 'arm' : 'x86';
  return [
    { price: `fargate.${chip}.vcpu-hour`, quantity: (Number(definition.Cpu) / 1_024) * count },
    { price: `fargate.${chip}.gb-hour`, quantity: (Number(definition.Memory) / 1_024) * count },
  ];
}

/** Whether Container Insights is on, each of whose metrics is paid. */
const isMeasured = ({ properties }: PricedResource): boolean =>
  JSON.stringify(properties.ClusterSettings ?? []).includes('"Value":"enabled"');

/** What is measured of a service in its cluster, and of its tasks where it runs any. */
function metricsOf(service: PricedResource, estate: Estate): number {
  const { Cluster } = service.properties;
  const cluster =
    referred(service, Cluster, estate) ??
    estate.resources.find(({ type, region, properties }) => {
      return type === 'AWS::ECS::Cluster' && region === service.region && properties.ClusterName === Cluster;
    });
  if (cluster === undefined || !isMeasured(cluster)) return 0;
  return assumed('serviceMetrics') + (tasksOf(service, estate) > 0 ? assumed('taskMetrics') : 0);
}

/** Autoscaling keeps at least its minimum, whatever the service begins with. */
function tasksOf(service: PricedResource, estate: Estate): number {
  const target = estate.resources.find(
    ({ type, stack, properties }) =>
      type === 'AWS::ApplicationAutoScaling::ScalableTarget' &&
      stack === service.stack &&
      (referred(service, properties.ResourceId, estate) === service ||
        JSON.stringify(properties.ResourceId).includes(`/${service.properties.ServiceName}"`)),
  );
  return Number(target?.properties.MinCapacity ?? service.properties.DesiredCount ?? 1);
}

const zonesOf = ({ Subnets, SubnetMappings }: { readonly Subnets?: unknown[]; readonly SubnetMappings?: unknown[] }): number =>
  (Subnets ?? SubnetMappings ?? []).length;

/** A replica has the size of its source, and says none itself. */
function sizeOf(
  { DBInstanceIdentifier }: { readonly DBInstanceIdentifier?: string },
  { applications }: Estate['config'],
): number {
  const owner = Object.values(applications).find(({ database }) =>
    Object.values(database.instances).includes(String(DBInstanceIdentifier)),
  );
  const storage = owner?.aws?.create?.database.storage;
  if (storage !== undefined) return storage;
  throw new Error(`Nothing says how large ${DBInstanceIdentifier ?? 'a database without a name'} is.`);
}
