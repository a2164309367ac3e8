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
  'AWS::ECS::Service': (service, estate) => tasks(service, estate, tasksOf(service, estate) * hours),
  'AWS::RDS::DBInstance': ({ properties, region }, { config }) => {
    const zones = properties.MultiAZ === true ? 2 : 1;
    const storage = Number(properties.AllocatedStorage ?? sizeOf(properties, config));
    return [
      { price: `rds.${properties.DBInstanceClass}`, quantity: hours * zones },
      { price: 'rds.gp3', quantity: storage * zones },
      { price: 'transfer.between-regions', quantity: region === config.regions.dr ? assumed('writtenAhead') : 0 },
    ];
  },
  'AWS::S3::Bucket': ({ properties }) => {
    const copied = properties.ReplicationConfiguration === undefined ? 0 : assumed('objectsWritten');
    const isFlags = properties.VersioningConfiguration === undefined;
    return [
      { price: 's3.storage', quantity: isFlags ? 0 : assumed('objects') },
      { price: 's3.replication-time-control', quantity: copied },
      { price: 'transfer.between-regions', quantity: copied },
    ];
  },
  'AWS::ECR::Repository': () => [{ price: 'ecr.storage', quantity: assumed('images') }],
};

/** A service's tasks for so many hours altogether. */
export function tasks(service: PricedResource, estate: Estate, taskHours: number): readonly Charge[] {
  const definition = referred(service, service.properties.TaskDefinition, estate)?.properties;
  if (definition === undefined) throw new Error(`The task definition of ${service.id} in ${service.stack} is in no template.`);
  const chip = definition.RuntimePlatform?.CpuArchitecture === 'ARM64' ? 'arm' : 'x86';
  return [
    { price: `fargate.${chip}.vcpu-hour`, quantity: (Number(definition.Cpu) / 1_024) * taskHours },
    { price: `fargate.${chip}.gb-hour`, quantity: (Number(definition.Memory) / 1_024) * taskHours },
  ];
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
