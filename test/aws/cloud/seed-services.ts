import { applicationOnAws, platformOnAws, type Side } from '../../../orchestrator/aws/deployment.ts';
import { drillService } from '../../../orchestrator/aws/drills/names.ts';
import { LONGEST_KEEP_ALIVE_S } from '../../../orchestrator/aws/readiness/keep-alive.ts';
import type { Application, Config } from '../../../orchestrator/config.ts';
import { elementIn } from '../gateway/xml.ts';
import type { Aws } from './ask.ts';

const BALANCING = { Version: '2015-12-01' };
const EC2 = { Version: '2016-11-15' };

/** A load balancer that keeps the connections of clients for as long as those of the template do; it leads nowhere. */
export async function seedBalancer(aws: Aws, config: Config, application: Application, side: Side): Promise<void> {
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
export async function seedServices(aws: Aws, config: Config, application: Application, side: Side): Promise<void> {
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
    const family = `${application.id}-${service}`;
    await ecs('RegisterTaskDefinition', { family, containerDefinitions });
    await ecs('CreateService', {
      cluster,
      serviceName: service,
      taskDefinition: family,
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
