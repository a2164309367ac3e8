import { describe, expect, it } from 'vitest';
import { ecsServices } from '../../orchestrator/aws/services.ts';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import { type Asked, json, jsonFault, type Reply, type Script, scriptedAws, xml, xmlFault } from './scripted-aws.ts';
import { config, dr, primary, shop } from './shop.ts';

interface Running {
  min: number;
  max: number;
  desired: number;
  running: number;
  /** Targets by health; null for a service behind no load balancer. */
  targets: readonly string[] | null;
}

const group = (name: string): string => `arn:aws:elasticloadbalancing:${dr}:123456789012:targetgroup/${name}/0123456789abcdef`;

/** ECS, autoscaling and load balancing of one Region, as far as a recovery knows them. */
function cluster(services: Record<string, Running>): Script {
  const named = ({ input }: Asked): Running => {
    const name = String(input.service ?? input.ResourceId)
      .split('/')
      .at(-1);
    const found = services[name ?? ''];
    if (found === undefined) throw new Error(`There is no service ${name}.`);
    return found;
  };
  return {
    DescribeServices: ({ input }) =>
      json({
        services: (input.services as string[])
          .filter((name) => name in services)
          .map((name) => ({
            serviceName: name,
            status: 'ACTIVE',
            desiredCount: services[name]?.desired,
            runningCount: services[name]?.running,
            loadBalancers: services[name]?.targets === null ? [] : [{ targetGroupArn: group(name) }],
          })),
      }),
    DescribeScalableTargets: ({ input }) =>
      json({
        ScalableTargets: (input.ResourceIds as string[]).flatMap((ResourceId) => {
          const found = services[ResourceId.split('/').at(-1) ?? ''];
          return found === undefined ? [] : [{ ResourceId, MinCapacity: found.min, MaxCapacity: found.max }];
        }),
      }),
    DescribeTargetHealth: ({ input }): Reply => {
      const name = String(input.TargetGroupArn).split('/')[1] ?? '';
      const members = (services[name]?.targets ?? []).map(
        (state) => `<member><TargetHealth><State>${state}</State></TargetHealth></member>`,
      );
      return xml(`<DescribeTargetHealthResponse><DescribeTargetHealthResult><TargetHealthDescriptions>${members.join('')}
        </TargetHealthDescriptions></DescribeTargetHealthResult></DescribeTargetHealthResponse>`);
    },
    RegisterScalableTarget: (asked) => {
      Object.assign(named(asked), { min: asked.input.MinCapacity, max: asked.input.MaxCapacity });
      return json({});
    },
    UpdateService: (asked) => {
      Object.assign(named(asked), { desired: asked.input.desiredCount });
      return json({ service: {} });
    },
  };
}

const standby = (): Record<string, Running> => ({
  frontend: { min: 1, max: 10, desired: 1, running: 1, targets: ['healthy'] },
  backend: { min: 1, max: 10, desired: 1, running: 1, targets: ['healthy'] },
});

function servicesOf(script: Script) {
  const aws = scriptedAws(script);
  return { aws, services: ecsServices(config, shop, aws.clients) };
}

describe('the services on ECS', () => {
  it('have the capacity of autoscaling and of the service, and the health of the target group', async () => {
    const { aws, services } = servicesOf(cluster(standby()));
    const each = { min: 1, max: 10, desired: 1, running: 1, healthy: 1 };
    expect(await services.look(dr)).toEqual({ frontend: each, backend: each });
    expect(aws.asked.every(({ region }) => region === dr)).toBe(true);
  });

  // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html
  it.each([
    ['initial', ['initial', 'initial']],
    ['unhealthy', ['unhealthy', 'unhealthy']],
    ['draining', ['draining', 'unused']],
  ])('are not healthy because they run: targets that are %s do not count', async (_, failing) => {
    const running = { min: 4, max: 10, desired: 4, running: 4, targets: ['healthy', 'healthy', ...failing] };
    const { services } = servicesOf(cluster({ ...standby(), backend: running }));
    expect((await services.look(dr)).backend).toEqual({ min: 4, max: 10, desired: 4, running: 4, healthy: 2 });
  });

  it('are not healthy because targets of tasks that ended still are', async () => {
    const ended = { min: 0, max: 10, desired: 0, running: 0, targets: ['healthy', 'healthy'] };
    const { services } = servicesOf(cluster({ ...standby(), backend: ended }));
    expect((await services.look(dr)).backend?.healthy).toBe(0);
  });

  it('are healthy when they run, where no load balancer is to send them anything', async () => {
    const { services } = servicesOf(
      cluster({ ...standby(), backend: { min: 2, max: 10, desired: 2, running: 2, targets: null } }),
    );
    expect((await services.look(dr)).backend?.healthy).toBe(2);
  });

  it('are held to no minimum where autoscaling does not know them', async () => {
    const { services } = servicesOf({ ...cluster(standby()), DescribeScalableTargets: () => json({ ScalableTargets: [] }) });
    expect((await services.look(dr)).frontend).toMatchObject({ min: 0, desired: 1 });
  });

  it('get the minimum first and then the desired count, and only that service does', async () => {
    const model = standby();
    const { aws, services } = servicesOf(cluster(model));
    await services.scale(dr, 'backend', { min: 3, desired: 4 });
    expect(aws.asked.map(({ operation }) => operation)).toEqual(['RegisterScalableTarget', 'UpdateService']);
    expect(model).toMatchObject({ backend: { min: 3, max: 10, desired: 4 }, frontend: { min: 1, desired: 1 } });
  });

  it('get the room that is asked for, and show it', async () => {
    const model = standby();
    const { services } = servicesOf(cluster(model));
    await services.scale(dr, 'backend', { min: 3, desired: 4, max: 40 });
    expect(model.backend).toMatchObject({ min: 3, max: 40, desired: 4 });
    expect((await services.look(dr)).backend).toMatchObject({ min: 3, max: 40, desired: 4 });
  });

  it('may be scaled beyond the maximum of dr.yml, which then follows', async () => {
    const model = standby();
    await servicesOf(cluster(model)).services.scale(dr, 'backend', { min: 12, desired: 12 });
    expect(model.backend).toMatchObject({ min: 12, max: 12, desired: 12 });
  });

  it('keep their desired count when autoscaling could not be changed', async () => {
    const { aws, services } = servicesOf({
      ...cluster(standby()),
      RegisterScalableTarget: () => jsonFault(400, 'ConcurrentUpdateException'),
    });
    await expect(services.scale(dr, 'backend', { min: 3, desired: 3 })).rejects.toThrow(Unavailable);
    expect(aws.times('UpdateService')).toBe(0);
  });

  it('are refused more than a quota of the account allows: waiting does not lift it', async () => {
    const { services } = servicesOf({
      ...cluster(standby()),
      RegisterScalableTarget: () => jsonFault(400, 'LimitExceededException', 'A quota is reached.'),
    });
    await expect(services.scale(dr, 'backend', { min: 3, desired: 3 })).rejects.toThrow(
      new Refused(`Autoscaling of backend in ${dr} fails: A quota is reached (LimitExceededException).`),
    );
  });

  // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html
  // https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalableTargets.html
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/elb-api-throttling.html
  it.each([
    ['DescribeServices', () => jsonFault(400, 'ThrottlingException', 'Rate exceeded')],
    ['DescribeScalableTargets', () => jsonFault(500, 'InternalServiceException')],
    ['DescribeTargetHealth', () => xmlFault(400, 'ThrottlingException', 'Rate exceeded')],
  ])('are unavailable when %s is', async (operation, answer) => {
    const { services } = servicesOf({ ...cluster(standby()), [operation]: answer });
    await expect(services.look(dr)).rejects.toThrow(Unavailable);
  });

  it('are refused when the cluster does not have one of them, by name', async () => {
    const { frontend } = standby();
    const { services } = servicesOf(cluster(frontend === undefined ? {} : { frontend }));
    await expect(services.look(dr)).rejects.toThrow(new Refused(`The cluster shop in ${dr} has no service backend.`));
  });

  it('refuse a capacity for a service that dr.yml does not name, and one that cannot be changed', async () => {
    const { aws, services } = servicesOf({
      ...cluster(standby()),
      UpdateService: () => jsonFault(400, 'ServiceNotActiveException', 'Service was not ACTIVE.'),
    });
    await expect(services.scale(primary, 'nobody', { min: 1, desired: 1 })).rejects.toThrow(Refused);
    expect(aws.asked).toEqual([]);
    await expect(services.scale(primary, 'backend', { min: 1, desired: 1 })).rejects.toThrow(/Service was not ACTIVE/);
  });
});
