import { readFileSync } from 'node:fs';
import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { prefixListOf } from '../../infra/prefix-list.ts';
import { parseConfig } from '../../orchestrator/config.ts';
import { alike } from './alike.ts';
import { config, createdApp, makeApp, type Resource, resourcesOf, templateOf } from './synthesized.ts';

const app = createdApp();
const { primary, dr } = config.regions;
const templates = [primary, dr].map((region): [string, Template] => [region, templateOf(app, `shop-network-${region}`)]);

describe.each(templates)('the network in %s', (region, template) => {
  const properties = (type: string) => resourcesOf(template, type).map(({ Properties }) => Properties);
  const group = (description: string): string => {
    const groups = Object.entries(template.findResources('AWS::EC2::SecurityGroup') as Record<string, Resource>);
    const found = groups.find(([, { Properties }]) => Properties.GroupDescription === description);
    if (found === undefined) throw new Error(`There is no group ${description}.`);
    return found[0];
  };
  const GROUPS = {
    [group('Load balancer of the services')]: 'balancer',
    [group('Tasks of the services')]: 'services',
    [group('PostgreSQL')]: 'database',
    [group('Agent of the DR platform')]: 'agent',
    [group('Bootstrap of roles and rotation of secrets')]: 'administration',
    [group('Interface endpoints of AWS services')]: 'endpoints',
    [group('Tasks of drills')]: 'drill tasks',
    [group('Copies of the database for drills')]: 'drill database',
  };
  const nameOf = (reference: { 'Fn::GetAtt': [string, string] }) => GROUPS[reference['Fn::GetAtt'][0]];

  it('has two public and two private subnets in two zones', () => {
    const subnets = properties('AWS::EC2::Subnet');
    const kinds = subnets.map(({ Tags }) => Tags.find(({ Key }: { Key: string }) => Key === 'aws-cdk:subnet-type').Value);
    expect(kinds.toSorted()).toEqual(['Isolated', 'Isolated', 'Public', 'Public']);
    const zones = new Set(subnets.map(({ AvailabilityZone }) => JSON.stringify(AvailabilityZone)));
    expect(zones.size).toBe(2);
    for (const { MapPublicIpOnLaunch } of subnets) expect(MapPublicIpOnLaunch).toBe(false);
  });

  it('has no way out of the private subnets: no NAT, and a route to the internet from the public ones only', () => {
    template.resourceCountIs('AWS::EC2::NatGateway', 0);
    template.resourceCountIs('AWS::EC2::EgressOnlyInternetGateway', 0);
    const routes = properties('AWS::EC2::Route');
    expect(routes).toHaveLength(2);
    for (const { RouteTableId, GatewayId } of routes) {
      expect(RouteTableId.Ref).toContain('public');
      expect(GatewayId).toBeDefined();
    }
  });

  it('is asked nothing before it is deployed: the zones are told by CloudFormation', () => {
    for (const { AvailabilityZone } of properties('AWS::EC2::Subnet')) {
      expect(AvailabilityZone).toEqual({ 'Fn::Select': [expect.any(Number), { 'Fn::GetAZs': '' }] });
    }
  });

  it('logs all flows, to a log that is not kept for ever', () => {
    expect(properties('AWS::EC2::FlowLog')).toEqual([
      expect.objectContaining({ TrafficType: 'ALL', LogDestinationType: 'cloud-watch-logs', ResourceType: 'VPC' }),
    ]);
    expect(properties('AWS::Logs::LogGroup')).toEqual([expect.objectContaining({ RetentionInDays: 90 })]);
  });

  it('reaches AWS by endpoints that exist beforehand, in both private subnets, under the names everyone uses', () => {
    const endpoints = properties('AWS::EC2::VPCEndpoint');
    const names = endpoints.map(({ VpcEndpointType, ServiceName }) => `${VpcEndpointType} ${JSON.stringify(ServiceName)}`);
    const services = names.map((name) => name.replaceAll(/^(\w+) .*?\.(ecr\.\w+|\w+)"\]?.*$/g, '$1 $2')).toSorted();
    expect(services).toEqual([
      'Gateway dynamodb',
      'Gateway s3',
      'Interface ecr.api',
      'Interface ecr.dkr',
      'Interface kms',
      'Interface logs',
      'Interface secretsmanager',
    ]);
    for (const { VpcEndpointType, SubnetIds, PrivateDnsEnabled, SecurityGroupIds } of endpoints) {
      if (VpcEndpointType === 'Gateway') continue;
      expect(SubnetIds.map(({ Ref }: { Ref: string }) => Ref.includes('private'))).toEqual([true, true]);
      expect(PrivateDnsEnabled).toBe(true);
      expect(SecurityGroupIds.map(nameOf)).toEqual(['endpoints']);
    }
  });

  it('lets through its endpoints who belongs to the account, but for the layers that ECR signs addresses for', () => {
    for (const { PolicyDocument } of properties('AWS::EC2::VPCEndpoint')) {
      for (const { Condition, Resource } of PolicyDocument.Statement) {
        const isLayers = JSON.stringify(Resource).includes(`prod-${region}-starport-layer-bucket/*`);
        if (!isLayers) expect(Condition).toEqual({ StringEquals: { 'aws:PrincipalAccount': config.aws?.account } });
      }
    }
  });

  it("lets nobody reach a bucket but the application's, or a table but the platform's", () => {
    const statements = (end: string) =>
      properties('AWS::EC2::VPCEndpoint')
        .filter(({ ServiceName }) => JSON.stringify(ServiceName).includes(end))
        .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    const resources = (end: string) => statements(end).flatMap(({ Resource }) => JSON.stringify(Resource));
    expect(resources('.s3')).toHaveLength(2);
    expect(resources('.s3')[0]).toContain(`shop-data-${region}`);
    expect(resources('.dynamodb').join()).toContain('table/dr-state');
    // The agent reads who the writer is, and writes nothing.
    expect(statements('.dynamodb').map(({ Action }) => Action)).toEqual(['dynamodb:GetItem']);
    expect([...resources('.s3'), ...resources('.dynamodb')]).not.toContain('"*"');
  });

  it('is open to the world by HTTPS at the load balancer, and nowhere else', () => {
    const inline = resourcesOf(template, 'AWS::EC2::SecurityGroup').flatMap(
      ({ Properties }) => Properties.SecurityGroupIngress ?? [],
    );
    expect(inline).toEqual([expect.objectContaining({ CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 443, ToPort: 443 })]);
    const world = properties('AWS::EC2::SecurityGroup').filter(({ SecurityGroupIngress }) => SecurityGroupIngress !== undefined);
    expect(world.map(({ GroupDescription }) => GroupDescription)).toEqual(['Load balancer of the services']);
    for (const rule of properties('AWS::EC2::SecurityGroupIngress')) expect(rule.SourceSecurityGroupId).toBeDefined();
  });

  it('lets each group reach what it has to, and nothing else', () => {
    const inwards = properties('AWS::EC2::SecurityGroupIngress').map(
      ({ GroupId, SourceSecurityGroupId, FromPort, ToPort }) =>
        `${nameOf(SourceSecurityGroupId)} → ${nameOf(GroupId)} ${FromPort}-${ToPort}`,
    );
    const outwards = properties('AWS::EC2::SecurityGroupEgress').map(
      ({ GroupId, DestinationSecurityGroupId, DestinationPrefixListId, FromPort, ToPort }) =>
        `${nameOf(GroupId)} → ${DestinationPrefixListId ?? nameOf(DestinationSecurityGroupId)} ${FromPort}-${ToPort}`,
    );
    const between = [
      'administration → database 5432-5432',
      'administration → endpoints 443-443',
      'agent → database 5432-5432',
      'agent → drill database 5432-5432',
      'agent → drill tasks 8080-8080',
      'balancer → services 8080-8080',
      'drill tasks → drill database 5432-5432',
      'drill tasks → endpoints 443-443',
      'services → database 5432-5432',
      'services → endpoints 443-443',
    ];
    expect(inwards.toSorted()).toEqual(between);
    expect(outwards.toSorted()).toEqual(
      [
        ...between,
        `agent → ${prefixListOf(region, 'dynamodb')} 443-443`,
        `drill tasks → ${prefixListOf(region, 's3')} 443-443`,
        `services → ${prefixListOf(region, 's3')} 443-443`,
      ].toSorted(),
    );
    for (const { SecurityGroupEgress } of properties('AWS::EC2::SecurityGroup')) {
      expect(SecurityGroupEgress).toEqual([expect.objectContaining({ CidrIp: '127.0.0.1/32' })]);
    }
  });
});

describe('the networks of both Regions', () => {
  it('differ in their addresses and in what is named after the Region, and in nothing else', () => {
    const [one, other] = templates.map(([region, template]) =>
      alike(template, {
        [region]: 'REGION',
        [config.applications.shop?.aws?.create?.network[region === primary ? 'primary' : 'dr'].replace('0.0/16', '') ?? '']:
          'NET.',
        [prefixListOf(region, 's3')]: 'S3',
        [prefixListOf(region, 'dynamodb')]: 'DYNAMODB',
      }),
    );
    expect(one?.length).toBeGreaterThan(30);
    expect(one).toEqual(other);
  });

  it('say what to do where AWS has a Region that nobody has looked up yet', () => {
    expect(() => prefixListOf('eu-central-2', 's3')).toThrow('aws ec2 describe-managed-prefix-lists --region eu-central-2');
  });
});

describe('the zones of a network', () => {
  it('are those that dr.yml names, where the first two of the account will not do', () => {
    const text = readFileSync('dr.yml', 'utf8').replace(
      /( +)network: \{.*\}\n/,
      '$&$1zones: { primary: [us-east-1b, us-east-1d], dr: [us-west-2a, us-west-2c] }\n',
    );
    const chosen = makeApp(parseConfig(text));
    const zonesIn = (region: string) =>
      new Set(
        resourcesOf(templateOf(chosen, `shop-network-${region}`), 'AWS::EC2::Subnet').map(
          ({ Properties }) => Properties.AvailabilityZone,
        ),
      );
    expect([zonesIn(primary), zonesIn(dr)]).toEqual([
      new Set(['us-east-1b', 'us-east-1d']),
      new Set(['us-west-2a', 'us-west-2c']),
    ]);
  });
});
