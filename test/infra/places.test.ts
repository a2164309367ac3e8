import { describe, expect, it } from 'vitest';
import { config, createdApp, type Resource, templateOf } from './synthesized.ts';

const app = createdApp();
const { primary, dr } = config.regions;
const PRIVATE = 'Isolated, Isolated';

// biome-ignore lint/suspicious/noExplicitAny: templates are JSON of many shapes.
type Json = any;
interface Place {
  readonly subnets: unknown;
  readonly groups: readonly unknown[];
}

/** Where a resource is put, by its type; what is not here is in no network. */
const PLACES: Readonly<Record<string, (properties: Json, all: Readonly<Record<string, Resource>>) => Place | undefined>> = {
  'AWS::ECS::Service': ({ NetworkConfiguration: { AwsvpcConfiguration: at } }) => ({
    subnets: at.Subnets,
    groups: at.SecurityGroups,
  }),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ({ Subnets, SecurityGroups }) => ({ subnets: Subnets, groups: SecurityGroups }),
  'AWS::Lambda::Function': ({ VpcConfig }) => VpcConfig && { subnets: VpcConfig.SubnetIds, groups: VpcConfig.SecurityGroupIds },
  'AWS::RDS::DBInstance': ({ DBSubnetGroupName, VPCSecurityGroups }, all) => ({
    subnets: all[DBSubnetGroupName.Ref]?.Properties.SubnetIds,
    groups: VPCSecurityGroups,
  }),
};
const NAMES = ['ServiceName', 'Name', 'FunctionName', 'DBInstanceIdentifier'];

/** Reads what another stack imports from the network of a Region: the type of a subnet, or what a group is for. */
function readerOf(region: string): (imported: Json) => string {
  const { Resources, Outputs } = templateOf(app, `shop-network-${region}`).toJSON() as Json;
  return (imported) => {
    const { Value } = Outputs[imported['Fn::ImportValue'].replace(`shop-network-${region}:`, '')];
    const { Properties } = Resources[Value.Ref ?? Value['Fn::GetAtt'][0]];
    return Properties.GroupDescription ?? Properties.Tags.find(({ Key }: { Key: string }) => Key === 'aws-cdk:subnet-type').Value;
  };
}

/** `<subnets>: <groups>` of everything in the network of a Region, by its name. */
function placesIn(region: string): Readonly<Record<string, string>> {
  const read = readerOf(region);
  const stacks = ['data', 'services', 'drills', 'storage'].map((what) => `shop-${what}-${region}`);
  const placed = stacks.flatMap((stack) => {
    const all = templateOf(app, stack).toJSON().Resources as Readonly<Record<string, Resource>>;
    return Object.entries(all).flatMap(([id, { Type, Properties }]) => {
      const place = PLACES[Type]?.(Properties, all);
      if (place === undefined) return [];
      const name = NAMES.map((key) => Properties[key]).find((value) => typeof value === 'string') ?? id;
      return [[name, `${(place.subnets as Json[]).map(read).join(', ')}: ${place.groups.map(read).join(', ')}`]];
    });
  });
  return Object.fromEntries(placed);
}

describe.each([
  [primary, 'shop-primary', ['dr-bootstrap-shop', 'dr-rotation-shop']],
  [dr, 'shop-dr', []],
])('in the network in %s', (region, database, administration) => {
  const places = placesIn(region);

  it('only the load balancer is in public, and everything is in the group that is let through to what it needs', () => {
    expect(places).toEqual({
      shop: 'Public, Public: Load balancer of the services',
      frontend: `${PRIVATE}: Tasks of the services`,
      backend: `${PRIVATE}: Tasks of the services`,
      [database]: `${PRIVATE}: PostgreSQL`,
      'dr-agent-shop': `${PRIVATE}: Agent of the DR platform`,
      'dr-agent-shop-act': `${PRIVATE}: Agent of the DR platform`,
      ...Object.fromEntries(administration.map((name) => [name, `${PRIVATE}: Bootstrap of roles and rotation of secrets`])),
      'frontend-drill': `${PRIVATE}: Tasks of drills`,
      'backend-drill': `${PRIVATE}: Tasks of drills`,
    });
  });
});
