import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  RunTaskCommand,
  type Service,
  StopTaskCommand,
  type Task,
} from '@aws-sdk/client-ecs';
import type { Application, Config } from '../../config.ts';
import { COST_TAG } from '../../domain/cost-metric.ts';
import { Unavailable } from '../../domain/errors.ts';
import type { Region } from '../../domain/region.ts';
import type { Drill, DrillTask } from '../../ports/drills.ts';
import type { Clients } from '../clients.ts';
import { applicationOnAws, sideOf } from '../deployment.ts';
import { askFor } from '../errors.ts';
import { describe } from '../services.ts';
import { DRILL_TAG, drillService, STARTED_BY } from './names.ts';

/** Under which tag a task says which service it is one of. */
const SERVICE_TAG = 'dr:service';
/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html: tasks at once. */
const PAGE = 100;

/** A task of a drill, and where it answers once it runs. */
export interface FoundTask extends DrillTask {
  readonly arn: string;
  readonly run: string;
  readonly address: string | null;
}

/** Tasks that drills start in ECS, made as the services `<service>-drill` say, which run none by themselves. */
export function ecsTasks(config: Config, application: Application, clients: Pick<Clients, 'ecs'>) {
  const clusterOf = (region: Region): string => applicationOnAws(application).cluster[sideOf(config, region)];
  const names = Object.keys(application.services);

  const list = async (region: Region): Promise<readonly FoundTask[]> => {
    const cluster = clusterOf(region);
    const ecs = clients.ecs(region);
    const lists = (['RUNNING', 'STOPPED'] as const).map((desiredStatus) =>
      askFor(`ECS in ${region}`, () => ecs.send(new ListTasksCommand({ cluster, startedBy: STARTED_BY, desiredStatus }))),
    );
    const tasks = (await Promise.all(lists)).flatMap(({ taskArns = [] }) => taskArns).slice(0, PAGE);
    if (tasks.length === 0) return [];
    const command = new DescribeTasksCommand({ cluster, tasks, include: ['TAGS'] });
    const { tasks: found = [] } = await askFor(`ECS in ${region}`, () => ecs.send(command));
    // Applications may share a cluster.
    const own = found.filter((task) => tagOf(task, COST_TAG) === application.id);
    return own.filter(({ lastStatus }) => lastStatus !== 'STOPPED').map(toTask);
  };

  const run = async (drill: Drill, service: Service, host: string): Promise<void> => {
    const { taskDefinition, networkConfiguration, serviceName = '' } = service;
    const name = names.find((each) => drillService(each) === serviceName) ?? serviceName;
    const command = new RunTaskCommand({
      ...{ cluster: clusterOf(drill.region), taskDefinition, networkConfiguration, launchType: 'FARGATE', count: 1 },
      overrides: { containerOverrides: [{ name, environment: [{ name: 'DATABASE_HOST', value: host }] }] },
      startedBy: STARTED_BY,
      tags: [
        { key: DRILL_TAG, value: drill.run },
        { key: SERVICE_TAG, value: name },
        { key: COST_TAG, value: application.id },
      ],
    });
    const { failures = [] } = await askFor(`ECS in ${drill.region}`, () => clients.ecs(drill.region).send(command));
    const [failure] = failures;
    if (failure !== undefined) throw new Unavailable(`ECS in ${drill.region} starts no task of ${name} now: ${failure.reason}.`);
  };

  return {
    list,
    of: async ({ region, run: id }: Drill) => (await list(region)).filter((task) => task.run === id),
    /** Names of the services that say how tasks of a drill are made, and are not there. */
    missing: async (region: Region): Promise<readonly string[]> => {
      const services = names.map(drillService);
      const command = new DescribeServicesCommand({ cluster: clusterOf(region), services });
      const { services: found = [] } = await askFor(`ECS in ${region}`, () => clients.ecs(region).send(command));
      const active = found.flatMap(({ serviceName, status }) => (status === 'ACTIVE' ? [serviceName] : []));
      return services.filter((service) => !active.includes(service));
    },
    start: async (drill: Drill, host: string): Promise<void> => {
      const there = (await list(drill.region)).filter((task) => task.run === drill.run && task.state !== 'stopping');
      const wanted = names.filter((name) => !there.some(({ service }) => service === name)).map(drillService);
      if (wanted.length === 0) return;
      const services = await describe(clients, drill.region, clusterOf(drill.region), wanted);
      await Promise.all(services.map((service) => run(drill, service, host)));
    },
    stop: async (drill: Drill): Promise<void> => {
      const cluster = clusterOf(drill.region);
      const tasks = (await list(drill.region)).filter((task) => task.run === drill.run && task.state !== 'stopping');
      const stops = tasks.map(({ arn: task }) =>
        askFor(`ECS in ${drill.region}`, () =>
          clients.ecs(drill.region).send(new StopTaskCommand({ cluster, task, reason: `${drill.run} is over.` })),
        ),
      );
      await Promise.all(stops);
    },
  };
}

const tagOf = ({ tags = [] }: Task, name: string): string => tags.find(({ key }) => key === name)?.value ?? '';

function toTask(task: Task): FoundTask {
  const { taskArn = '', lastStatus, desiredStatus, attachments = [] } = task;
  const details = attachments.flatMap((attachment) => attachment.details ?? []);
  const state = desiredStatus === 'STOPPED' ? 'stopping' : lastStatus === 'RUNNING' ? 'running' : 'starting';
  return {
    ...{ arn: taskArn, run: tagOf(task, DRILL_TAG), service: tagOf(task, SERVICE_TAG), state },
    address: details.find(({ name }) => name === 'privateIPv4Address')?.value ?? null,
  };
}
