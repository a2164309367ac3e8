import type { ServiceStatus } from '../../../orchestrator/ports/world.ts';
import type { Call } from '../gateway/call.ts';
import type { Front } from '../gateway/gateway.ts';
import type { Reply } from '../gateway/http.ts';
import { withText } from '../gateway/xml.ts';
import type { LabBinding, LabOf } from '../lab-binding.ts';

/*
 * ECS, Application Auto Scaling and target groups: moto keeps the resources, the lab runs the processes, and this front tells
 * how many of them run and are healthy. Written from:
 * - https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Service.html: desiredCount, runningCount, pendingCount.
 * - https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html: with a new minimum above
 *   the current capacity, the capacity is raised to it.
 * - https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html: states `initial`, `healthy`.
 */

/** The service behind a name such as `service/shop/frontend`, `frontend`, or the ARN of its target group. */
export function serviceIn(name: string): string {
  const group = /targetgroup\/[a-z0-9]+-([a-z0-9-]+)\//.exec(name)?.[1];
  return group ?? name.split('/').at(-1) ?? name;
}

/** Answers ECS before moto. */
export function ecsFront(labOf: LabOf): Front {
  return async (call, ask) => {
    const { service, desiredCount, cluster } = call.parameters;
    const lab = labOf(String(cluster));
    if (call.action === 'ecs:UpdateService' && typeof desiredCount === 'number') {
      const name = serviceIn(String(service));
      const { min } = await statusOf(lab, call, name);
      await lab.scale(call.region, name, { min, desired: desiredCount });
    }
    const reply = await ask();
    if (reply.status !== 200) return reply;
    const body = JSON.parse(reply.body.toString('utf8')) as { services?: MotoService[]; service?: MotoService };
    const retold = {
      ...body,
      ...(body.service && { service: await retell(lab, call, body.service) }),
      ...(body.services && { services: await Promise.all(body.services.map((each) => retell(lab, call, each))) }),
    };
    return withText(reply, JSON.stringify(retold));
  };
}

/** Answers Application Auto Scaling before moto. */
export function autoscalingFront(labOf: LabOf): Front {
  return async (call, ask) => {
    const { MinCapacity, ResourceId } = call.parameters;
    const reply = await ask();
    if (
      call.action === 'application-autoscaling:RegisterScalableTarget' &&
      reply.status === 200 &&
      typeof MinCapacity === 'number'
    ) {
      const name = serviceIn(String(ResourceId));
      const lab = labOf(String(ResourceId));
      const { desired } = await statusOf(lab, call, name);
      await lab.scale(call.region, name, { min: MinCapacity, desired: Math.max(desired, MinCapacity) });
    }
    return reply;
  };
}

/** Answers the health of target groups; everything else of load balancers is moto's. */
export function balancersFront(labOf: LabOf): Front {
  return async (call, ask) => {
    if (call.action !== 'elasticloadbalancing:DescribeTargetHealth') return ask();
    const group = String(call.parameters.TargetGroupArn);
    const status = await statusOf(labOf(group), call, serviceIn(group));
    return targetHealth(status);
  };
}

interface MotoService {
  readonly serviceName: string;
  readonly deployments?: readonly object[];
}

async function retell(lab: LabBinding, call: Call, service: MotoService): Promise<object> {
  const { desired, running } = await statusOf(lab, call, service.serviceName);
  const counts = { desiredCount: desired, runningCount: running, pendingCount: Math.max(0, desired - running) };
  const rollout = { rolloutState: running >= desired ? 'COMPLETED' : 'IN_PROGRESS' };
  const deployments = (service.deployments ?? []).map((each) => ({ ...each, ...counts, ...rollout }));
  return { ...service, ...counts, deployments };
}

async function statusOf(lab: LabBinding, { region }: Call, service: string): Promise<ServiceStatus> {
  const status = (await lab.services(region))[service];
  if (status === undefined) throw new Error(`The lab has no service ${service} in ${region}.`);
  return status;
}

function targetHealth({ running, healthy }: ServiceStatus): Reply {
  const members = Array.from({ length: Math.max(running, healthy) }, (_, index) => {
    const state = index < healthy ? '<State>healthy</State>' : '<State>initial</State><Reason>Elb.InitialHealthChecking</Reason>';
    return `<member><Target><Id>10.0.0.${index + 1}</Id><Port>80</Port></Target><HealthCheckPort>80</HealthCheckPort><TargetHealth>${state}</TargetHealth></member>`;
  });
  const result = `<TargetHealthDescriptions>${members.join('')}</TargetHealthDescriptions>`;
  const body = `<DescribeTargetHealthResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><DescribeTargetHealthResult>${result}</DescribeTargetHealthResult><ResponseMetadata><RequestId>front</RequestId></ResponseMetadata></DescribeTargetHealthResponse>`;
  return { status: 200, headers: { 'content-type': 'text/xml' }, body: Buffer.from(body) };
}
