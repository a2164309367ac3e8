import type { MemoryWorld } from '../../lab/memory/memory-world.ts';
import { rowsIn } from '../../lab/memory/region/wal.ts';
import { AgentRequest } from '../../orchestrator/agent/request.ts';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import type { Region } from '../../orchestrator/domain/region.ts';
import { type Asked, broken, json, type Reply, type Script, s3Fault, xml, xmlFault } from './scripted-aws.ts';
import { dr, shop } from './shop.ts';

/*
 * AWS's services as a recovery calls them, with the in-memory world behind them: what they say is what that world is. A Region
 * that cannot be reached breaks the connection, a frozen one answers 503 to changes.
 */

/** The script of an AWS that the in-memory world stands behind. */
export function awsBefore(world: MemoryWorld): Script {
  return answering(world, { ...databases(world), ...agents(world), ...containers(world), ...flags(world) });
}

/** A script whose refusals and silences are said as AWS says them. */
export function answering(world: MemoryWorld, services: Script): Script {
  const guarded = Object.entries(services).map(([operation, answer]) => [
    operation,
    async (asked: Asked) => {
      try {
        return await answer(asked);
      } catch (error) {
        if (error instanceof Refused) return xmlFault(400, 'InvalidRequest', error.message);
        if (!(error instanceof Unavailable)) throw error;
        return isFrozen(world, asked.region) ? xmlFault(503, 'ServiceUnavailable') : broken();
      }
    },
  ]);
  return Object.fromEntries(guarded);
}

const isFrozen = (world: MemoryWorld, region: Region): boolean => world.regions.region(region).condition === 'frozen';

const databases = (world: MemoryWorld): Script => ({
  DescribeDBInstances: async ({ region }) => {
    const { state, replicaOf } = await world.database.status(region);
    const source = replicaOf && `arn:aws:rds:${replicaOf}:123456789012:db:${shop.database.instances.primary}`;
    return xml(`<DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances><DBInstance>
      <DBInstanceStatus>${state}</DBInstanceStatus>
      ${source ? `<ReadReplicaSourceDBInstanceIdentifier>${source}</ReadReplicaSourceDBInstanceIdentifier>` : ''}
    </DBInstance></DBInstances></DescribeDBInstancesResult></DescribeDBInstancesResponse>`);
  },
  PromoteReadReplica: async ({ region }) => {
    await world.database.promote(region);
    return xml('<PromoteReadReplicaResponse/>');
  },
});

const agents = (world: MemoryWorld): Script => ({
  Invoke: async ({ region, body }) => {
    world.regions.region(region).reach();
    try {
      return json({ answer: await answerOf(world, region, AgentRequest.parse(JSON.parse(body))) });
    } catch (error) {
      if (error instanceof Refused) return json({ error: 'Refused', message: error.message });
      throw error;
    }
  },
});

async function answerOf(world: MemoryWorld, region: Region, request: AgentRequest): Promise<unknown> {
  const rows = (since?: number) => world.regions.at(() => rowsIn(world.regions.region(region).server.wal, since));
  switch (request.ask) {
    case 'mark':
      return { flushLsn: await world.agent.mark(region, request.marker) };
    case 'keys-since': {
      const after = request.after ?? '';
      const isNew = new Set(rows(request.since));
      const part = rows()
        .filter((key) => key > after)
        .toSorted()
        .slice(0, request.limit);
      return { keys: part.filter((key) => isNew.has(key)), next: part.length < request.limit ? null : part.at(-1) };
    }
    case 'missing-keys': {
      const here = new Set(rows());
      return { keys: request.keys.filter((key) => !here.has(key)) };
    }
    case 'try':
      throw new Refused('No drill is held here.');
    case 'wake':
      throw new Refused('A Region wakes its agent by itself.');
    default:
      return world.agent[request.ask](region);
  }
}

function containers(world: MemoryWorld): Script {
  const nameIn = ({ input }: Asked): string =>
    String(input.service ?? input.ResourceId ?? input.TargetGroupArn)
      .split('/')
      .at(-1) ?? '';
  const statusOf = async (asked: Asked) => {
    const status = (await world.services.look(asked.region))[nameIn(asked)];
    if (status === undefined) throw new Refused(`There is no service ${nameIn(asked)}.`);
    return status;
  };
  return {
    DescribeServices: async ({ region, input }) => {
      const looked = await world.services.look(region);
      const named = Object.entries(looked).filter(([name]) => (input.services as string[]).includes(name));
      return json({
        services: named.map(([serviceName, { desired, running }]) => ({
          ...{ serviceName, status: 'ACTIVE', desiredCount: desired, runningCount: running },
          loadBalancers: [{ targetGroupArn: `arn:aws:elasticloadbalancing:${region}:123456789012:targetgroup/${serviceName}` }],
        })),
      });
    },
    DescribeScalableTargets: async ({ region, input }) => {
      const looked = await world.services.look(region);
      const targets = (input.ResourceIds as string[]).map((ResourceId) => ({
        ResourceId,
        MinCapacity: looked[ResourceId.split('/').at(-1) ?? '']?.min,
      }));
      return json({ ScalableTargets: targets });
    },
    DescribeTargetHealth: async (asked) => {
      const { running, healthy } = await statusOf(asked);
      const states = Array.from({ length: running }, (_, index) => (index < healthy ? 'healthy' : 'initial'));
      const members = states.map((state) => `<member><TargetHealth><State>${state}</State></TargetHealth></member>`).join('');
      return xml(`<DescribeTargetHealthResponse><DescribeTargetHealthResult><TargetHealthDescriptions>${members}
        </TargetHealthDescriptions></DescribeTargetHealthResult></DescribeTargetHealthResponse>`);
    },
    RegisterScalableTarget: async (asked) => {
      const { desired } = await statusOf(asked);
      const min = Number(asked.input.MinCapacity);
      await world.services.scale(asked.region, nameIn(asked), { min, desired: Math.max(desired, min) });
      return json({});
    },
    UpdateService: async (asked) => {
      const { min } = await statusOf(asked);
      await world.services.scale(asked.region, nameIn(asked), { min, desired: Number(asked.input.desiredCount) });
      return json({});
    },
  };
}

function flags(world: MemoryWorld): Script {
  const change =
    (isPresent: boolean) =>
    ({ region }: Asked): Reply =>
      world.regions.at(() => {
        const flag = world.regions.dns.flags[region === dr ? 'dr' : 'control'];
        if (!flag.isReachable) return broken();
        if (region === dr && isFrozen(world, region)) return s3Fault(503, 'ServiceUnavailable');
        flag.isPresent = isPresent;
        return { status: isPresent ? 200 : 204, body: '' };
      });
  return {
    GetObject: ({ region }) =>
      world.regions.at(() => {
        const { state } = world.regions.dns.flags[region === dr ? 'dr' : 'control'];
        if (state === 'unreachable') return broken();
        return state === 'present' ? json({}) : s3Fault(404, 'NoSuchKey');
      }),
    PutObject: change(true),
    DeleteObject: change(false),
  };
}
