import { setTimeout as sleep } from 'node:timers/promises';
import { call } from '../../../lab/network/call.ts';
import { labWorld } from '../../../lab/ports/lab-world.ts';
import type { ServiceStatus, World } from '../../../orchestrator/ports/world.ts';
import { rds } from './rds.ts';
import { option, type Typed } from './typed.ts';

/** One call of the AWS CLI with `--output text`, answered by the lab; only the queries that the runbooks make are known. */
export async function aws(typed: Typed): Promise<string> {
  const { words, lab, application, config } = typed;
  const region = option(words, '--region');
  const world = labWorld(lab.addresses, application, config.regions, 5_000);
  const [service = '', operation = ''] = words;
  if (service === 's3') return s3(typed, operation);
  if (service === 's3api') return `${await replication(typed, world, region)}\n`;
  if (service === 'rds') return `${await rds(typed, world, region, operation)}\n`;
  return `${await scaling(words, world, region, `${service} ${operation}`)}\n`;
}

/** The rule of a bucket, known by its name in dr.yml: those of the lab copy to each other for as long as they answer. */
async function replication({ words, application, config }: Typed, world: World, region: string): Promise<string> {
  const [from, to] = region === config.regions.primary ? (['primary', 'dr'] as const) : (['dr', 'primary'] as const);
  const buckets = application.aws?.buckets;
  if (buckets?.[from] !== option(words, '--bucket')) throw new Error(`${region} has no bucket ${option(words, '--bucket')}.`);
  await world.storage.backlog(region, config.regions[to]);
  return `Enabled\t${buckets[to]}`;
}

async function scaling(words: readonly string[], world: World, region: string, call: string): Promise<string> {
  const look = async (name: string): Promise<ServiceStatus> => {
    const status = (await world.services.look(region))[name];
    if (status === undefined) throw new Error(`${region} has no service ${name}.`);
    return status;
  };
  const inResource = (name: string): string => option(words, name).split('/').at(-1) ?? '';
  const number = (name: string): number => Number.parseInt(option(words, name), 10);
  switch (call) {
    case 'ecs describe-services': {
      const service = option(words, '--services');
      return option(words, '--query').endsWith('targetGroupArn')
        ? `targetgroup/${service}`
        : String((await look(service)).desired);
    }
    case 'ecs wait': {
      const service = option(words, '--services');
      for (let status = await look(service); status.healthy < status.desired; status = await look(service)) await sleep(20);
      return '';
    }
    case 'ecs update-service': {
      const service = option(words, '--service');
      const { min } = await look(service);
      await world.services.scale(region, service, { min, desired: number('--desired-count') });
      return '';
    }
    case 'application-autoscaling describe-scalable-targets':
      return String((await look(inResource('--resource-ids'))).min);
    case 'application-autoscaling register-scalable-target': {
      const service = inResource('--resource-id');
      const { desired } = await look(service);
      const min = number('--min-capacity');
      await world.services.scale(region, service, { min, desired: Math.max(min, desired) });
      return '';
    }
    case 'elbv2 describe-target-health':
      return Array.from({ length: (await look(inResource('--target-group-arn'))).healthy }, () => 'healthy').join('\t');
    default:
      throw new Error(`aws ${call} is not known.`);
  }
}

/** The flag objects; a bucket is known by its name in dr.yml. */
async function s3({ words, input, lab, config }: Typed, operation: string): Promise<string> {
  const { hostname } = new URL(words.find((word) => word.startsWith('s3://')) ?? '');
  const flag = (['dr', 'control'] as const).find((one) => config.aws?.flagBuckets[one] === hostname);
  if (flag === undefined || config.regions[flag] !== option(words, '--region'))
    throw new Error(`There is no bucket ${hostname}.`);
  const send = (method: 'GET' | 'PUT' | 'DELETE', body?: string) =>
    call(lab.addresses.flags[flag], { method, body, timeoutMs: 5_000 });
  if (operation === 'ls') return (await send('GET')).status === 200 ? 'failed-over.json\n' : '';
  const { status } = operation === 'rm' ? await send('DELETE') : await send('PUT', input);
  if (status !== 200) throw new Error(`${hostname} answered ${status}.`);
  return '';
}
