import type { Config } from './config.ts';
import { namesakes } from './config-names.ts';
import { wavesOf } from './domain/recovery-set.ts';

/** One thing that does not go together: where, and what was expected. */
interface Clash {
  readonly path: readonly string[];
  readonly expected: string;
}

type Applications = Config['applications'];

/** Roles that are somebody already: the platform's agent and who makes it, the master user that `create` makes, PostgreSQL's and RDS's own. */
export const TAKEN_ROLES = ['dr_agent', 'dr_agent_maker', 'administrator', 'postgres', 'rdsadmin'];

/** MiB by CPU units: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html */
const FARGATE: Readonly<Record<number, readonly number[]>> = {
  256: [512, 1_024, 2_048],
  512: steps(1, 4),
  1024: steps(2, 8),
  2048: steps(4, 16),
  4096: steps(8, 30),
  8192: steps(16, 60, 4),
  16384: steps(32, 120, 8),
};

/** Everything in dr.yml that is well-formed and does not go together, which a deployment or a recovery would find out too late. */
export function clashesIn({ applications, aws, regions }: Pick<Config, 'applications' | 'aws' | 'regions'>): readonly Clash[] {
  const each = Object.entries(applications).flatMap(([id, application]) => {
    const at = (...path: readonly string[]): readonly string[] => [id, ...path];
    const { create } = application.aws ?? {};
    return [
      ...rolesOf(application).map((clash) => ({ ...clash, path: at(...clash.path) })),
      ...(create === undefined ? [] : createdClashes(create, regions)).map((clash) => ({
        ...clash,
        path: at('aws', 'create', ...clash.path),
      })),
    ];
  });
  const outside = aws === undefined ? [] : outsideOfZone(applications, aws.hostedZone.name);
  return [...orderOf(applications), ...namesakes(applications), ...each, ...outside].map(({ path, expected }) => ({
    path: ['applications', ...path],
    expected,
  }));
}

function rolesOf({ database }: Applications[string]): readonly Clash[] {
  const taken = database.writers.filter((writer) => TAKEN_ROLES.includes(writer));
  const expected = `expected roles of the application's own, not ${taken.join(' or ')}`;
  return taken.length === 0 ? [] : [{ path: ['database', 'writers'], expected }];
}

type Created = NonNullable<NonNullable<Applications[string]['aws']>['create']>;

function createdClashes({ zones, services }: Created, regions: Config['regions']): readonly Clash[] {
  const sides = ['primary', 'dr'] as const;
  const elsewhere = sides.filter((side) => zones?.[side].some((zone) => zone.slice(0, -1) !== regions[side]));
  const unfit = Object.entries(services).filter(([, { cpu, memory }]) => !FARGATE[cpu]?.includes(memory));
  return [
    ...elsewhere.map((side) => ({ path: ['zones', side], expected: `expected availability zones of ${regions[side]}` })),
    ...unfit.map(([name, { cpu }]) => ({
      path: ['services', name],
      expected:
        FARGATE[cpu] === undefined
          ? `expected cpu to be one of ${Object.keys(FARGATE).join(', ')}`
          : `expected memory for ${cpu} CPU units to be one of ${FARGATE[cpu].join(', ')}`,
    })),
  ];
}

/** Records are only made in the zone that dr.yml names, and lead to others in it. */
function outsideOfZone(applications: Applications, zone: string): readonly Clash[] {
  const isInside = (name: string): boolean => name === zone || name.endsWith(`.${zone}`);
  return Object.entries(applications).flatMap(([id, { domain, aws }]) => {
    const urls = aws === undefined ? [] : [aws.balancers.primary.url, aws.balancers.dr.url];
    const isSo = aws?.create === undefined || [domain, ...urls.map((url) => new URL(url).hostname)].every(isInside);
    return isSo
      ? []
      : [{ path: [id], expected: 'expected domain and balancers in aws.hostedZone where create makes their records' }];
  });
}

/** Applications that are not there to come after, and those that would wait for each other for ever. */
function orderOf(applications: Applications): readonly Clash[] {
  const all = Object.entries(applications).map(([id, { after }]) => ({ application: id, after }));
  const unknown = all.filter(({ after }) => after.some((id) => !Object.hasOwn(applications, id)));
  if (unknown.length > 0) {
    return unknown.map(({ application }) => ({
      path: [application, 'after'],
      expected: 'expected applications that are named here',
    }));
  }
  const waves = wavesOf(all);
  const round = all.filter(({ application }) => !waves.has(application)).map(({ application }) => application);
  const expected = `expected an order: ${round.join(', ')} wait for each other`;
  return round.map((application) => ({ path: [application, 'after'], expected }));
}

/** GiB from the first to the last, as MiB. */
function steps(first: number, last: number, step = 1): readonly number[] {
  return Array.from({ length: (last - first) / step + 1 }, (_, index) => (first + index * step) * 1_024);
}
