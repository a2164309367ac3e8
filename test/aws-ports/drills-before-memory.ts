import type { MemoryWorld } from '../../lab/memory/memory-world.ts';
import { AgentRequest } from '../../orchestrator/agent/request.ts';
import { Refused } from '../../orchestrator/domain/errors.ts';
import type { Region } from '../../orchestrator/domain/region.ts';
import type { Drill } from '../../orchestrator/ports/drills.ts';
import { answering } from './aws-before-memory.ts';
import { type Asked, json, type Reply, type Script, xml, xmlFault } from './scripted-aws.ts';
import { dr, shop } from './shop.ts';

/*
 * RDS, ECS and the agents as drills call them, with the in-memory world behind them. What is not about a drill is answered by the
 * script of the rest.
 */

/** The script of an AWS that knows drills, over the script of one that does not. */
export function withDrills(world: MemoryWorld, rest: Script): Script {
  const passing =
    (operation: string, isOurs: (asked: Asked) => boolean, answer: (asked: Asked) => Promise<Reply>) => async (asked: Asked) => {
      const script = isOurs(asked) ? answer : rest[operation];
      if (script === undefined) throw new Error(`Nothing answers ${operation}.`);
      return script(asked);
    };
  const always = () => true;
  const operations = Object.entries({
    DescribeDBInstances: [always, describeInstances(world)],
    CreateDBInstanceReadReplica: [always, changing('copy', world)],
    RestoreDBInstanceToPointInTime: [always, changing('restore', world)],
    PromoteReadReplica: [isCopy, changing('promote', world)],
    DeleteDBInstance: [always, changing('remove', world)],
    DescribeServices: [({ input }: Asked) => String(input.services).includes('-drill'), describeServices(world)],
    ListTasks: [always, listTasks(world)],
    DescribeTasks: [always, describeTasks(world)],
    RunTask: [always, runTask(world)],
    StopTask: [always, async () => json({})],
    Invoke: [({ body }: Asked) => /"instance"|"try"/.test(body), invoke(world)],
  } as const);
  return {
    ...rest,
    ...answering(world, Object.fromEntries(operations.map(([name, [isOurs, answer]]) => [name, passing(name, isOurs, answer)]))),
  };
}

const idOf = ({ input }: Asked): string => String(input.DBInstanceIdentifier ?? input.TargetDBInstanceIdentifier ?? '');
const isCopy = (asked: Asked): boolean => idOf(asked).includes('-drill-');
const drillNamed = (region: Region, id: string): Drill => ({ region, run: (id.split('-drill-')[1] ?? '').toUpperCase() });
const identifierIn = (region: Region): string => shop.database.instances[region === dr ? 'dr' : 'primary'];

const describeInstances = (world: MemoryWorld) => async (asked: Asked) => {
  const { region } = asked;
  const id = idOf(asked);
  if (id === '') {
    const runs = await world.drills.leftovers(region);
    return instances(
      runs.map((run) => instance(`${identifierIn(region)}-drill-${run.toLowerCase()}`, 'available', null, tag('dr:drill', run))),
    );
  }
  if (!isCopy(asked)) {
    const { state, replicaOf } = await world.database.status(region);
    const source = replicaOf && `arn:aws:rds:${replicaOf}:123456789012:db:${shop.database.instances.primary}`;
    return instances([instance(id, state, source, tag('dr:drill-group', 'sg-0drill'))]);
  }
  const { database } = await world.drills.look(drillNamed(region, id));
  if (database === null) return xmlFault(404, 'DBInstanceNotFound');
  const source = database.replicaOf === null ? null : identifierIn(region);
  const host = `<Endpoint><Address>${id}.abc.${region}.rds.amazonaws.com</Address></Endpoint>`;
  return instances([instance(id, database.state, source, host)]);
};

const tag = (key: string, value: string): string => `<TagList><Tag><Key>${key}</Key><Value>${value}</Value></Tag></TagList>`;
const instance = (id: string, state: string, source: string | null, more: string): string => `<DBInstance>
  <DBInstanceIdentifier>${id}</DBInstanceIdentifier><DBInstanceStatus>${state}</DBInstanceStatus>
  <BackupRetentionPeriod>7</BackupRetentionPeriod>${more}
  ${source === null ? '' : `<ReadReplicaSourceDBInstanceIdentifier>${source}</ReadReplicaSourceDBInstanceIdentifier>`}
</DBInstance>`;
const instances = (all: readonly string[]): Reply =>
  xml(`<DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances>${all.join('')}</DBInstances>
    </DescribeDBInstancesResult></DescribeDBInstancesResponse>`);

const changing = (method: 'copy' | 'restore' | 'promote' | 'remove', world: MemoryWorld) => async (asked: Asked) => {
  if (!isCopy(asked)) throw new Error(`A drill asked for ${asked.operation} of ${idOf(asked)}.`);
  await world.drills[method](drillNamed(asked.region, idOf(asked)));
  return xml(`<${asked.operation}Response/>`);
};

const describeServices =
  (world: MemoryWorld) =>
  async ({ region, input }: Asked) => {
    world.regions.region(region).reach();
    const services = (input.services as string[]).map((serviceName) => ({
      ...{
        serviceName,
        status: 'ACTIVE',
        taskDefinition: `arn:aws:ecs:${region}:123456789012:task-definition/shop-${serviceName}:3`,
      },
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-0tasks'] } },
    }));
    return json({ services });
  };

const listTasks =
  (world: MemoryWorld) =>
  async ({ region, input }: Asked) => {
    const runs = await world.drills.leftovers(region);
    const looked = await Promise.all(runs.map(async (run) => ({ run, ...(await world.drills.look({ region, run })) })));
    const tasks = looked.flatMap(({ run, tasks: all }) => all.map(({ service, state }) => ({ run, service, state })));
    const wanted = tasks.filter(({ state }) => (state === 'stopping') === (input.desiredStatus === 'STOPPED'));
    return json({
      taskArns: wanted.map(({ run, service, state }) => `arn:aws:ecs:${region}:1:task/shop/${run}/${service}/${state}`),
    });
  };

const describeTasks =
  (_: MemoryWorld) =>
  async ({ input }: Asked) => {
    const tasks = (input.tasks as string[]).map((taskArn) => {
      const [state, service, run] = taskArn.split('/').toReversed();
      return {
        taskArn,
        lastStatus: state === 'starting' ? 'PENDING' : 'RUNNING',
        desiredStatus: state === 'stopping' ? 'STOPPED' : 'RUNNING',
        tags: [
          { key: 'dr:drill', value: run },
          { key: 'dr:service', value: service },
          { key: 'dr:application', value: 'shop' },
        ],
        attachments: [{ details: [{ name: 'privateIPv4Address', value: addressOf(run ?? '') }] }],
      };
    });
    return json({ tasks });
  };

/** The tasks of a drill have one address: by it the agent's attempt is told from others. */
const addressOf = (run: string): string => `10.40.0.${Number(run.slice(3))}`;

const runTask = (world: MemoryWorld) => async (asked: Asked) => {
  const tags = asked.input.tags as { key: string; value: string }[];
  const run = tags.find(({ key }) => key === 'dr:drill')?.value ?? '';
  await world.drills.start({ region: asked.region, run });
  return json({ tasks: [], failures: [] });
};

const invoke =
  (world: MemoryWorld) =>
  async ({ region, body }: Asked) => {
    const request = AgentRequest.parse(JSON.parse(body));
    try {
      return json({ answer: await answerOf(world, region, request) });
    } catch (error) {
      if (error instanceof Refused) return json({ error: 'Refused', message: error.message });
      throw error;
    }
  };

async function answerOf({ drills }: MemoryWorld, region: Region, request: AgentRequest): Promise<unknown> {
  if (request.ask === 'try') {
    const { readOk, writeOk } = await drills.probe({ region, run: `DR-${request.writes.address.split('.').at(-1)}` });
    return { readOk, writeOk };
  }
  if (!('instance' in request) || request.instance === undefined) throw new Error('The request names no copy.');
  const drill = drillNamed(region, request.instance.split('.')[0] ?? '');
  if (request.ask === 'mark') return { flushLsn: await drills.mark(drill, request.marker) };
  return drills[request.ask](drill);
}
