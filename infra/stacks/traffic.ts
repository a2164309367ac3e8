import { Stack, type StackProps } from 'aws-cdk-lib';
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import { applicationOnAws, platformOnAws } from '../../orchestrator/aws/deployment.ts';
import type { Application, Config } from '../../orchestrator/config.ts';

/** Where the records lead, and what moves them. */
export interface TrafficProps extends StackProps {
  readonly config: Config;
  readonly application: Application;
  /** Id of the inverted calculated check. */
  readonly check: string;
}

const SIDES = { primary: 'PRIMARY', dr: 'SECONDARY' } as const;

/**
 * The failover records of an application's domain. Each is an alias of the record of its type that its Region's load balancer has
 * in the same zone, which has the balancer's fixed TTL of 60 s, and so have these. PRIMARY carries the check; neither looks at its target: a
 * sick load balancer must not move users before the database has moved.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html
 */
export class Traffic extends Stack {
  constructor(scope: Construct, id: string, { config, application, check, ...rest }: TrafficProps) {
    super(scope, id, rest);
    const hostedZoneId = platformOnAws(config).hostedZone.id;
    for (const [side, failover] of Object.entries(SIDES) as [keyof typeof SIDES, 'PRIMARY' | 'SECONDARY'][]) {
      const dnsName = new URL(applicationOnAws(application).balancers[side].url).hostname;
      for (const type of ['A', 'AAAA']) {
        new CfnRecordSet(this, `${failover}-${type}`, {
          hostedZoneId,
          name: application.domain,
          type,
          setIdentifier: config.regions[side],
          failover,
          aliasTarget: { hostedZoneId, dnsName, evaluateTargetHealth: false },
          ...(failover === 'PRIMARY' ? { healthCheckId: check } : {}),
        });
      }
    }
  }
}
