import { describe, expect, it } from 'vitest';
import { GROUP_TAG } from '../../orchestrator/aws/drills/names.ts';
import { alike } from './alike.ts';
import { config, createdApp, type Resource, resourcesOf, templateOf } from './synthesized.ts';

const { primary, dr } = config.regions;
const app = createdApp();

describe.each([primary, dr])('what drills in %s start from', (region) => {
  const template = templateOf(app, `shop-drills-${region}`);
  const services = resourcesOf(template, 'AWS::ECS::Service').map(({ Properties }) => Properties);
  const tasks = resourcesOf(template, 'AWS::ECS::TaskDefinition').map(({ Properties }) => Properties);
  const roles = Object.values(template.findResources('AWS::IAM::Role') as Record<string, Resource>);

  it('are services of the cluster that run no task, and that no load balancer and no autoscaling knows', () => {
    expect(services.map(({ ServiceName, DesiredCount, Cluster }) => [ServiceName, DesiredCount, Cluster])).toEqual([
      ['frontend-drill', 0, 'shop'],
      ['backend-drill', 0, 'shop'],
    ]);
    for (const { LoadBalancers } of services) expect(LoadBalancers ?? []).toEqual([]);
    template.resourceCountIs('AWS::ElasticLoadBalancingV2::TargetGroup', 0);
    template.resourceCountIs('AWS::ApplicationAutoScaling::ScalableTarget', 0);
  });

  it('puts tasks into the private subnets and into the group of drills, which no database of the application lets in', () => {
    for (const { NetworkConfiguration } of services) {
      const { AssignPublicIp, Subnets, SecurityGroups } = NetworkConfiguration.AwsvpcConfiguration;
      expect(AssignPublicIp).toBe('DISABLED');
      expect(JSON.stringify(Subnets).match(/privateSubnet/g)).toHaveLength(2);
      expect(JSON.stringify(SecurityGroups)).toContain('DrillTasks');
    }
  });

  it('names what RunTask and PassRole are allowed by, and the container after its service', () => {
    expect(tasks.map(({ Family }) => Family)).toEqual(['shop-frontend-drill', 'shop-backend-drill']);
    expect(tasks.flatMap(({ ContainerDefinitions }) => ContainerDefinitions.map(({ Name }: { Name: string }) => Name))).toEqual([
      'frontend',
      'backend',
    ]);
    expect(roles).toHaveLength(4);
    for (const { Properties } of roles)
      expect(Properties.RoleName).toMatch(/^shop-drill-(frontend|backend)-(execution|application)-/);
  });

  it('gives them the secret of the writers and no bucket, whose objects would be replicated', () => {
    const text = JSON.stringify([...tasks, ...roles]);
    expect(text).toContain('secretsmanager:GetSecretValue');
    expect(text).not.toContain('s3:');
    expect(text).not.toContain('BUCKET');
    expect(text).not.toContain('shop-data-');
  });

  it('names at the instance itself the group of its copies', () => {
    const [instance] = resourcesOf(templateOf(app, `shop-data-${region}`), 'AWS::RDS::DBInstance');
    const tag = instance?.Properties.Tags.find(({ Key }: { Key: string }) => Key === GROUP_TAG);
    expect(JSON.stringify(tag.Value)).toContain('DrillDatabase');
  });
});

it('what drills start from is the same in both Regions', () => {
  const [here, there] = [primary, dr].map((region) => alike(templateOf(app, `shop-drills-${region}`), { [region]: '<region>' }));
  expect(there).toEqual(here);
});
