import { type Check, calculated, choose, inverted } from '../../lab/dns/route53.ts';
import type { Resource } from './synthesized.ts';

/** A template, as far as its checks and records are read. */
export interface Json {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: string } }>>;
}

/** The templates that checks and records are made from. */
export interface Templates {
  readonly checks: Json;
  readonly traffic: Json;
}

/** What the health checkers find. */
export interface Situation {
  /** URLs under which there is an object now. */
  readonly objects: readonly string[];
  /** URLs whose endpoint does not answer. */
  readonly unreachable: readonly string[];
  /** Names of load balancers without a healthy target. */
  readonly sick: readonly string[];
}

/** What Route 53 answers for the records of one type, as the templates say: the name that is led to. */
export function answered({ checks, traffic }: Templates, type: string, situation: Situation): string {
  const records = Object.values(traffic.Resources).filter(({ Properties }) => Properties.Type === type);
  const made = (failover: string) => {
    const [found, ...more] = records.filter(({ Properties }) => Properties.Failover === failover);
    if (found === undefined || more.length > 0) throw new Error(`There is not one ${failover} record of type ${type}.`);
    return found.Properties;
  };
  const dependsOn = ({ HealthCheckId, AliasTarget }: Resource['Properties']) => ({
    ...(HealthCheckId === undefined ? {} : { check: checkOf(checks, idOf(checks, HealthCheckId), situation) }),
    ...(AliasTarget.EvaluateTargetHealth ? { target: { isHealthy: () => !situation.sick.includes(AliasTarget.DNSName) } } : {}),
  });
  const [primary, secondary] = [made('PRIMARY'), made('SECONDARY')];
  const chosen = choose(dependsOn(primary), dependsOn(secondary)) === 'PRIMARY' ? primary : secondary;
  return chosen.AliasTarget.DNSName;
}

/** The flag URLs that checks look at. */
export const flagUrls = ({ checks }: Templates): readonly string[] =>
  Object.values(checks.Resources).flatMap(({ Properties }) =>
    Properties.HealthCheckConfig.Type === 'HTTPS' ? [urlOf(Properties.HealthCheckConfig)] : [],
  );

const urlOf = ({ FullyQualifiedDomainName, ResourcePath }: Resource['Properties']): string =>
  `https://${FullyQualifiedDomainName}${ResourcePath}`;

/** The logical id that an import or an attribute leads to. */
function idOf({ Outputs = {} }: Json, reference: { 'Fn::ImportValue'?: string; 'Fn::GetAtt'?: [string, string] }): string {
  const name = reference['Fn::ImportValue'];
  const exported = Object.values(Outputs).find(({ Export }) => Export?.Name === name);
  const [id] =
    reference['Fn::GetAtt'] ?? (exported?.Value as { 'Fn::GetAtt': [string, string] } | undefined)?.['Fn::GetAtt'] ?? [];
  if (id === undefined) throw new Error(`${JSON.stringify(reference)} leads to no health check.`);
  return id;
}

function checkOf(checks: Json, id: string, situation: Situation): Check {
  const config = checks.Resources[id]?.Properties.HealthCheckConfig;
  const check = plain(checks, config, situation);
  return config.Inverted ? inverted(check) : check;
}

function plain(checks: Json, config: Resource['Properties'], situation: Situation): Check {
  if (config.Type === 'CALCULATED') {
    const children = config.ChildHealthChecks.map((child: object) => checkOf(checks, idOf(checks, child), situation));
    return calculated(children, config.HealthThreshold);
  }
  const url = urlOf(config);
  return { isHealthy: () => situation.objects.includes(url) && !situation.unreachable.includes(url) };
}
