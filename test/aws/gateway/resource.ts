import { machineName } from '../../../orchestrator/aws/workflow.ts';
import { PLAN_IDS } from '../../../orchestrator/domain/plan.ts';

interface Asked {
  readonly signedFor: string;
  readonly region: string;
  readonly account: string;
  readonly operation: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly path: string;
}

type Name = (asked: Asked, field: (name: string) => string | null) => readonly (string | null)[];

const arnOf =
  ({ signedFor, region, account }: Asked) =>
  (resource: string): string =>
    resource.startsWith('arn:') ? resource : `arn:aws:${signedFor}:${region}:${account}:${resource}`;

const MACHINES = PLAN_IDS.map((plan) => `stateMachine:${machineName(plan)}`);

const last = (arnOrName: string | null): string | null => arnOrName?.split('/').at(-1) ?? null;

/** Resource types by service, as the Service Authorization Reference writes their ARNs. */
const NAMES: Readonly<Record<string, Name>> = {
  dynamodb: ({ parameters }, field) => {
    const single = field('TableName');
    const index = field('IndexName');
    if (single !== null) return [index === null ? `table/${single}` : `table/${single}/index/${index}`];
    const batch = parameters.RequestItems;
    if (typeof batch === 'object' && batch !== null) return Object.keys(batch).map((table) => `table/${table}`);
    const items = Array.isArray(parameters.TransactItems) ? parameters.TransactItems : [];
    return items.flatMap((item) =>
      Object.values(item as object).map((each) => `table/${(each as { TableName: string }).TableName}`),
    );
  },
  // A token is answered on the machine that gave it, and may be of any.
  states: (_, field) => (field('taskToken') === null ? [field('stateMachineArn') ?? field('executionArn')] : MACHINES),
  // Secrets Manager adds six characters of its own to the name.
  secretsmanager: (_, field) => [field('SecretId')].map((id) => id && (id.startsWith('arn:') ? id : `secret:${id}-AbCdEf`)),
  rds: ({ operation }, field) => {
    const id = field('DBInstanceIdentifier') ?? field('TargetDBInstanceIdentifier');
    const source = field('SourceDBInstanceIdentifier');
    if (source !== null) return [`db:${id}`, source.startsWith('arn:') ? source : `db:${source}`];
    if (operation === 'DescribeDBSnapshots') return ['snapshot:*'];
    const snapshot = field('DBSnapshotIdentifier');
    if (snapshot !== null) return [`db:${id}`, `snapshot:${snapshot}`];
    return [id === null ? (operation === 'DescribeDBInstances' ? 'db:*' : null) : `db:${id}`];
  },
  ecs: ({ operation, parameters }, field) => {
    if (operation === 'ListTasks') return [null];
    if (operation === 'RunTask') return [field('taskDefinition')];
    const tasks = [parameters.tasks, parameters.task].flat().filter((task) => typeof task === 'string');
    if (tasks.length > 0) return tasks;
    const cluster = last(field('cluster')) ?? 'default';
    const services = Array.isArray(parameters.services) ? parameters.services.map(String) : [field('service')];
    return services.map((service) => (service === null ? null : `service/${cluster}/${last(service)}`));
  },
  'application-autoscaling': () => ['scalable-target/*'],
  servicequotas: ({ operation }, field) => [
    operation === 'GetServiceQuota' ? `${field('ServiceCode')}/${field('QuotaCode')}` : null,
  ],
  ecr: (_, field) => [field('repositoryName')].map((name) => name && `repository/${name}`),
  lambda: ({ path }) => [/\/functions\/([^/]+)\/invocations/.exec(path)?.[1] ?? null].map((name) => name && functionOf(name)),
  s3: ({ path }) => [`arn:aws:s3:::${decodeURIComponent(path.slice(1).split('?')[0] ?? '').replace(/\/$/, '')}`],
  route53: ({ path }) =>
    [/\/((?:hostedzone|healthcheck|change)\/[^/]+)/.exec(path)?.[1] ?? null].map((name) => name && `arn:aws:route53:::${name}`),
};

const functionOf = (name: string): string => {
  const decoded = decodeURIComponent(name);
  return decoded.startsWith('arn:') ? decoded : `function:${decoded}`;
};

/** What a call acts on, as ARNs; `*` where nothing is named. */
export function resourcesOf(asked: Asked): readonly string[] {
  const field = (name: string): string | null => {
    const value = asked.parameters[name];
    return typeof value === 'string' ? value : null;
  };
  const named = (NAMES[asked.signedFor]?.(asked, field) ?? []).filter((name) => name !== null);
  return named.length === 0 ? ['*'] : named.map(arnOf(asked));
}
