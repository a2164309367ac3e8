import { startHealthCheck } from '../../../lab/dns/health-check.ts';
import { type Check, calculated, inverted } from '../../../lab/dns/route53.ts';
import { platformOnAws } from '../../../orchestrator/aws/deployment.ts';
import { flagKey } from '../../../orchestrator/aws/flags.ts';
import type { Application, Config } from '../../../orchestrator/config.ts';
import { elementIn } from '../gateway/xml.ts';
import type { Aws } from './ask.ts';
import { lookRepeatedly } from './look-repeatedly.ts';

/** The check on an application's PRIMARY record. */
export interface RecordCheck extends Check {
  stop(): void;
}

/**
 * Starts to check the flags by anonymous requests, and to read from Route 53 which of them the calculated check looks at; what
 * they come to is judged as Route 53 does.
 */
export function startFlagChecks(s3: string, aws: Aws, config: Config, application: Application): RecordCheck {
  const key = flagKey(application.id);
  const flags = Object.values(platformOnAws(config).flagBuckets).map((bucket) => ({
    bucket,
    check: startHealthCheck(`${s3}/${bucket}/${key}`),
  }));
  let current: Check = { isHealthy: () => true };
  const look = async (): Promise<void> => {
    const all = (await aws.rest('route53', 'us-east-1', 'GET', '/2013-04-01/healthcheck')).split(/(?=<HealthCheck>)/);
    const checksOf = (flag: string): string | undefined =>
      all.find(
        (each) =>
          elementIn(each, 'ResourcePath') === `/${key}` && elementIn(each, 'FullyQualifiedDomainName')?.startsWith(`${flag}.`),
      );
    const ids = flags.map(({ bucket, check }) => ({ id: elementIn(checksOf(bucket) ?? '', 'Id') ?? '', check }));
    const over = all.find((each) => ids.some(({ id }) => each.includes(`<ChildHealthCheck>${id}<`)));
    if (over === undefined) throw new Error(`No calculated check looks at the flags of ${application.id}.`);
    const children = ids.filter(({ id }) => over.includes(`<ChildHealthCheck>${id}<`)).map(({ check }) => check);
    const sum = calculated(children, Number(elementIn(over, 'HealthThreshold')));
    current = elementIn(over, 'Inverted')?.toLowerCase() === 'true' ? inverted(sum) : sum;
  };
  const looking = lookRepeatedly(look);
  return {
    isHealthy: () => current.isHealthy(),
    stop: () => {
      looking.stop();
      for (const { check } of flags) check.stop();
    },
  };
}
