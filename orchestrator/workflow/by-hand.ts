import type { Application, Config } from '../config.ts';
import { Refused } from '../domain/errors.ts';
import { fill } from '../domain/plan.ts';
import type { Move } from '../domain/region.ts';

type Names = Readonly<Record<string, string>>;

/** Fills lines of a plan's `byHand` in: one line for each thing of which it names one. */
export type WriteLines = (lines: readonly string[]) => readonly string[];

/** What the names in commands stand for, for one application and direction. `Refused` where dr.yml does not say what it has on AWS. */
export function commandsOf(config: Config, application: Application, move: Move, names: Names): WriteLines {
  const all = { ...names, ...single(config, application, move) };
  const lists = several(config, application, move);
  return (lines) => lines.flatMap((line) => write(line, all, lists));
}

function write(line: string, names: Names, lists: Readonly<Record<string, readonly Names[]>>): readonly string[] {
  const list = Object.entries(lists).find(([name]) => line.includes(`{${name}}`));
  return (list?.[1] ?? [{}]).map((one) => fill(line, { ...names, ...one }));
}

function single(config: Config, application: Application, { from, to }: Move): Names {
  const { regions, dns } = config;
  const { database, domain } = application;
  const { balancers, buckets, cluster, probe } = onAws(application);
  const [source, target] = [sideOf(config, from), sideOf(config, to)];
  const url = new URL(balancers[target].url);
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return {
    primary: regions.primary,
    dr: regions.dr,
    database: database.name,
    fromInstance: database.instances[source],
    toInstance: database.instances[target],
    writers: database.writers.map((role) => `'${role}'`).join(', '),
    fromCluster: cluster[source],
    toCluster: cluster[target],
    fromBucket: buckets[source],
    toBucket: buckets[target],
    fromBalancer: new URL(balancers[source].url).hostname,
    toBalancer: url.hostname,
    toBalancerZone: balancers[target].zone ?? '',
    toConnection: `${domain}:${port}:${url.hostname}:${port}`,
    origin: `${url.protocol}//${url.port ? `${domain}:${url.port}` : domain}`,
    writes: probe.writes,
    zone: platform(config).hostedZone.name,
    ttl: `${dns.ttl / 1_000} s`,
  };
}

/** By the name in a line; what is longer named stands before what it begins with. */
function several(config: Config, application: Application, { to }: Move): Readonly<Record<string, readonly Names[]>> {
  const { regions } = config;
  const { traffic, records, calculatedCheck, probe } = onAws(application);
  const target = sideOf(config, to);
  const { flagBuckets, hostedZone } = platform(config);
  const flags =
    traffic === 'flags'
      ? (['dr', 'control'] as const).map(
          (flag) => `s3://${flagBuckets[flag]}/${application.id}/failed-over.json --region ${regions[flag]}`,
        )
      : [];
  const services = Object.entries(application.services).map(([service, limits]) => ({
    service,
    SERVICE: service.toUpperCase().replaceAll('-', '_'),
    least: String(limits.primary.min),
    standby: String(limits.dr.min),
    standbyMax: String(limits.dr.max),
    toMax: String(limits.primary.max),
  }));
  return {
    service: services,
    SERVICE: services,
    writer: application.database.writers.map((writer) => ({ writer })),
    table: application.database.audit,
    read: probe.reads.map((read) => ({ read })),
    flag: flags.map((flag) => ({ flag })),
    flagToWrite: target === 'dr' ? flags.map((flagToWrite) => ({ flagToWrite })) : [],
    flagToRemove: target === 'primary' ? flags.map((flagToRemove) => ({ flagToRemove })) : [],
    calculatedCheck:
      target === 'primary' && calculatedCheck
        ? [{ calculatedCheck: calculatedCheck.id, controlCheck: calculatedCheck.control }]
        : [],
    record:
      traffic === 'records'
        ? records.map(({ name, type, zone = hostedZone.id }) => ({ record: name, recordType: type, recordZone: zone }))
        : [],
  };
}

const sideOf = ({ regions }: Config, region: string): 'primary' | 'dr' => (region === regions.primary ? 'primary' : 'dr');

function onAws({ id, aws }: Application): NonNullable<Application['aws']> {
  if (aws === undefined) throw new Refused(`dr.yml has no section "aws" for ${id}, so there is nothing to type.`);
  return aws;
}

function platform({ aws }: Config): NonNullable<Config['aws']> {
  if (aws === undefined) throw new Refused('dr.yml has no section "aws", so there is nothing to type.');
  return aws;
}
