import { DescribeScalableTargetsCommand, RegisterScalableTargetCommand } from '@aws-sdk/client-application-auto-scaling';
import { DescribeServicesCommand, type Service, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Application, Config } from '../config.ts';
import { Refused } from '../domain/errors.ts';
import type { Region } from '../domain/region.ts';
import type { Services } from '../ports/world.ts';
import type { Clients } from './clients.ts';
import { applicationOnAws, arnsInBoth, type Side, sideOf } from './deployment.ts';
import { askFor } from './errors.ts';
import type { Permission, PermissionsOf } from './permissions.ts';

/** How many services DescribeServices takes at once. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html */
const PAGE = 10;
const DIMENSION = { ServiceNamespace: 'ecs', ScalableDimension: 'ecs:service:DesiredCount' } as const;

type AsClients = Pick<Clients, 'ecs' | 'scaling' | 'balancing'>;

/** The application's ECS services, and the autoscaling above them. */
export function ecsServices(config: Config, application: Application, clients: AsClients): Services {
  const names = Object.keys(application.services);
  const clusterOf = (region: Region): string => applicationOnAws(application).cluster[sideOf(config, region)];

  return {
    look: async (region) => {
      const cluster = clusterOf(region);
      const [services, limits] = await Promise.all([
        describe(clients, region, cluster, names),
        limitsOf(clients, region, cluster, names),
      ]);
      const looked = services.map(async (service) => {
        const { serviceName = '', desiredCount: desired = 0, runningCount: running = 0 } = service;
        const healthy = await healthyTasks(clients, region, service);
        return [serviceName, { min: 0, ...limits.get(serviceName), desired, running, healthy }] as const;
      });
      return Object.fromEntries(await Promise.all(looked));
    },
    /** Minimum first: a desired count below it is raised to it at once, and one above it may be lowered by autoscaling. */
    scale: async (region, service, { min, desired, max }) => {
      const cluster = clusterOf(region);
      const limits = application.services[service]?.[sideOf(config, region)];
      if (limits === undefined) throw new Refused(`dr.yml names no service ${service} of ${application.id}.`);
      const target = { ...DIMENSION, ResourceId: resourceId(cluster, service) };
      const capacity = { MinCapacity: min, MaxCapacity: Math.max(max ?? limits.max, desired) };
      await askFor(`Autoscaling of ${service} in ${region}`, () =>
        clients.scaling(region).send(new RegisterScalableTargetCommand({ ...target, ...capacity })),
      );
      await askFor(`The service ${service} in ${region}`, () =>
        clients.ecs(region).send(new UpdateServiceCommand({ cluster, service, desiredCount: desired })),
      );
    },
  };
}

/** The named services of a cluster; `Refused` when one is not there, because nothing could be scaled in its place. */
export async function describe(
  clients: Pick<Clients, 'ecs'>,
  region: Region,
  cluster: string,
  names: readonly string[],
): Promise<readonly Service[]> {
  const pages = Array.from({ length: Math.ceil(names.length / PAGE) }, (_, page) => names.slice(page * PAGE, (page + 1) * PAGE));
  const answers = await Promise.all(
    pages.map((services) =>
      askFor(`ECS in ${region}`, () =>
        clients.ecs(region).send(new DescribeServicesCommand({ cluster, services: [...services] })),
      ),
    ),
  );
  const found = answers.flatMap(({ services = [] }) => services).filter(({ status }) => status === 'ACTIVE');
  const missing = names.filter((name) => !found.some(({ serviceName }) => serviceName === name));
  if (missing.length > 0) throw new Refused(`The cluster ${cluster} in ${region} has no service ${missing.join(', ')}.`);
  return found;
}

/** A service that autoscaling does not know is held to no limits. */
async function limitsOf(
  clients: Pick<Clients, 'scaling'>,
  region: Region,
  cluster: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, { readonly min: number; readonly max: number }>> {
  const ids = new Map(names.map((name) => [resourceId(cluster, name), name]));
  const { ScalableTargets = [] } = await askFor(`Autoscaling in ${region}`, () =>
    clients.scaling(region).send(new DescribeScalableTargetsCommand({ ...DIMENSION, ResourceIds: [...ids.keys()] })),
  );
  return new Map(
    ScalableTargets.map(({ ResourceId = '', MinCapacity: min = 0, MaxCapacity: max = 0 }) => [
      ids.get(ResourceId) ?? '',
      { min, max },
    ]),
  );
}

/**
 * Tasks that every target group of the service calls healthy; without one, those that run. A task that starts, drains or
 * fails its checks is in another state.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html
 */
async function healthyTasks(clients: AsClients, region: Region, service: Service): Promise<number> {
  const groups = (service.loadBalancers ?? []).flatMap(({ targetGroupArn }) => targetGroupArn ?? []);
  const counts = groups.map(async (TargetGroupArn) => {
    const { TargetHealthDescriptions = [] } = await askFor(`The target group of ${service.serviceName} in ${region}`, () =>
      clients.balancing(region).send(new DescribeTargetHealthCommand({ TargetGroupArn })),
    );
    return TargetHealthDescriptions.filter(({ TargetHealth }) => TargetHealth?.State === 'healthy').length;
  });
  return Math.min(service.runningCount ?? 0, ...(await Promise.all(counts)));
}

const resourceId = (cluster: string, service: string): string => `service/${cluster}/${service}`;

/**
 * What scaling a service needs behind the call. Application Auto Scaling tries with empty parameters whether its caller may do
 * it, so that an alarm has no name then:
 * https://docs.aws.amazon.com/autoscaling/application/userguide/security_iam_permission_validation.html
 */
const SERVICE_SCALING = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/auto-scaling-IAM.html';

const onServices = (actions: readonly string[]): Permission => ({
  actions,
  resources: (config, application) =>
    Object.keys(application.services).flatMap((name) =>
      arnsInBoth(config, 'ecs', (side: Side) => `service/${applicationOnAws(application).cluster[side]}/${name}`),
    ),
});
const onEverything = (actions: readonly string[], source?: string): Permission => ({
  actions,
  resources: () => ['*'],
  ...(source === undefined ? {} : { source }),
});

/** What the services' methods need. */
export const servicesPermissions: PermissionsOf<Services> = {
  look: [
    onServices(['ecs:DescribeServices']),
    onEverything(['application-autoscaling:DescribeScalableTargets', 'elasticloadbalancing:DescribeTargetHealth']),
  ],
  scale: [
    onServices(['ecs:UpdateService']),
    {
      actions: ['application-autoscaling:RegisterScalableTarget'],
      resources: (config) => arnsInBoth(config, 'application-autoscaling', () => 'scalable-target/*'),
    },
    { ...onServices(['ecs:DescribeServices']), source: SERVICE_SCALING },
    onEverything(['cloudwatch:PutMetricAlarm', 'cloudwatch:DescribeAlarms', 'cloudwatch:DeleteAlarms'], SERVICE_SCALING),
  ],
};
