import { describe, expect, it } from 'vitest';
import type { PricedResource } from '../../../infra/cost/charge.ts';
import { chargesOf } from '../../../infra/cost/rules.ts';
import { config } from '../synthesized.ts';

const shopDr = () => config.applications.shop?.database.instances.dr;

const resource = (type: string, properties: object): PricedResource => ({
  ...{ stack: 'dr-any', region: config.regions.control, id: 'Any', type, properties },
});
const quantities = (type: string, properties: object, more: readonly PricedResource[] = []) =>
  Object.fromEntries(
    chargesOf(resource(type, properties), { config, resources: more }).map(({ price, quantity }) => [price, quantity]),
  );

describe('a month of', () => {
  it('a function that the minute starts is 43,800 invocations of its memory', () => {
    const watch = resource('AWS::Lambda::Function', { FunctionName: 'dr-watch', MemorySize: 256 });
    const minute = {
      ...resource('AWS::Events::Rule', {
        ScheduleExpression: 'rate(1 minute)',
        Targets: [{ Arn: { 'Fn::GetAtt': ['Any', 'Arn'] } }],
      }),
      id: 'Minute',
    };
    const charges = chargesOf(watch, { config, resources: [watch, minute] });
    expect(charges).toContainEqual({ price: 'lambda.request', quantity: 43_800 });
    expect(charges).toContainEqual({ price: 'lambda.gb-second', quantity: 547_500 });
  });

  it('an alarm is paid by its metrics, and one over an expression not by the expression', () => {
    expect(quantities('AWS::CloudWatch::Alarm', { MetricName: 'Errors' })).toEqual({ 'cloudwatch.alarm': 1 });
    const Metrics = [{ Expression: 'm0 + m1' }, { MetricStat: {} }, { MetricStat: {} }];
    expect(quantities('AWS::CloudWatch::Alarm', { Metrics })).toEqual({ 'cloudwatch.alarm': 2 });
  });

  it('a health check is paid by its features, and a calculated one has none', () => {
    const check = (HealthCheckConfig: object) => quantities('AWS::Route53::HealthCheck', { HealthCheckConfig });
    expect(check({ Type: 'HTTPS', RequestInterval: 10 })).toEqual({ 'route53.check': 1, 'route53.check-feature': 2 });
    expect(check({ Type: 'CALCULATED' })).toEqual({ 'route53.check': 1, 'route53.check-feature': 0 });
  });

  it('a scaling policy is paid by the two alarms that it makes', () => {
    expect(quantities('AWS::ApplicationAutoScaling::ScalingPolicy', {})).toEqual({ 'cloudwatch.alarm': 2 });
  });

  it('a cluster is paid by its metrics where Container Insights is on, and not otherwise', () => {
    const insights = (Value: string) => ({ ClusterSettings: [{ Name: 'containerInsights', Value }] });
    expect(quantities('AWS::ECS::Cluster', insights('enabled'))).toEqual({ 'cloudwatch.metric': 13 });
    expect(quantities('AWS::ECS::Cluster', insights('disabled'))).toEqual({ 'cloudwatch.metric': 0 });
  });

  it('an interface endpoint is paid in each zone, and a gateway not at all', () => {
    const interfaces = quantities('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface', SubnetIds: ['a', 'b'] });
    expect(interfaces['endpoint.hour']).toBe(1_460);
    expect(quantities('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway' })).toEqual({});
  });

  it('a database in two zones is two, with its storage', () => {
    const single = { DBInstanceClass: 'db.m7g.large', AllocatedStorage: '100' };
    expect(quantities('AWS::RDS::DBInstance', { ...single, MultiAZ: true })).toMatchObject({
      'rds.db.m7g.large': 1_460,
      'rds.gp3': 200,
    });
    expect(quantities('AWS::RDS::DBInstance', single)).toMatchObject({ 'rds.db.m7g.large': 730, 'rds.gp3': 100 });
  });

  it('a replica that does not say its size has the one of its source', () => {
    const replica = { DBInstanceClass: 'db.m7g.large', DBInstanceIdentifier: shopDr() };
    expect(quantities('AWS::RDS::DBInstance', replica)['rds.gp3']).toBe(config.applications.shop?.aws?.create?.database.storage);
  });

  it('a service is as many tasks as autoscaling keeps at least', () => {
    const definition = {
      ...resource('AWS::ECS::TaskDefinition', { Cpu: '512', Memory: '1024', RuntimePlatform: { CpuArchitecture: 'ARM64' } }),
      id: 'Task',
    };
    const target = {
      ...resource('AWS::ApplicationAutoScaling::ScalableTarget', { MinCapacity: 2, ResourceId: 'service/shop/backend' }),
      id: 'Target',
    };
    const service = { ServiceName: 'backend', DesiredCount: 1, TaskDefinition: { Ref: 'Task' } };
    expect(quantities('AWS::ECS::Service', service, [definition, target])).toMatchObject({
      'fargate.arm.vcpu-hour': 730,
      'fargate.arm.gb-hour': 1_460,
    });
  });
});
