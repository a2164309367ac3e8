import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnHealthCheck } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import { platformOnAws } from '../../orchestrator/aws/deployment.ts';
import { flagKey } from '../../orchestrator/aws/flags.ts';
import type { Application, Config } from '../../orchestrator/config.ts';
import type { CalculatedCheck } from '../../orchestrator/config-aws.ts';

/** Whose flags are checked. */
export interface FlagChecksProps extends StackProps {
  readonly config: Config;
  readonly application: Application;
}

/**
 * Three health checks of one application: one on each flag, healthy while the object is there, and a calculated one over both.
 * That one alone is inverted, so that the PRIMARY record that carries it is unhealthy as long as one flag is seen. A new check
 * counts as healthy until there are data, an inverted one as unhealthy: they are made a stack before the records.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
export class FlagChecks extends Stack {
  readonly ids: CalculatedCheck;

  constructor(scope: Construct, id: string, { config, application, ...rest }: FlagChecksProps) {
    super(scope, id, rest);
    const [dr, control] = (['dr', 'control'] as const).map((flag) => {
      const bucket = platformOnAws(config).flagBuckets[flag];
      // From all of Route 53's Regions, which costs no more: a check is healthy when 18 % of the checkers say so.
      return this.#check(`${application.id}: flag in ${config.regions[flag]}`, flag, {
        type: 'HTTPS',
        fullyQualifiedDomainName: `${bucket}.s3.${config.regions[flag]}.amazonaws.com`,
        resourcePath: `/${flagKey(application.id)}`,
        port: 443,
        enableSni: true,
        requestInterval: config.dns.checkInterval / 1_000,
        failureThreshold: config.dns.checkFailures,
      });
    }) as [string, string];
    const calculated = this.#check(`${application.id}: not failed over`, 'calculated', {
      type: 'CALCULATED',
      childHealthChecks: [dr, control],
      healthThreshold: 1,
      inverted: true,
    });
    new CfnOutput(this, 'Check', { value: calculated, description: 'For a PRIMARY record that is made elsewhere.' });
    this.ids = { id: calculated, dr, control };
  }

  #check(name: string, id: string, healthCheckConfig: CfnHealthCheck.HealthCheckConfigProperty): string {
    const healthCheckTags = [{ key: 'Name', value: name }];
    return new CfnHealthCheck(this, id, { healthCheckConfig, healthCheckTags }).attrHealthCheckId;
  }
}
