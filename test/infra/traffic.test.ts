import { describe, expect, it } from 'vitest';
import { applicationOnAws, platformOnAws } from '../../orchestrator/aws/deployment.ts';
import { flagKey } from '../../orchestrator/aws/flags.ts';
import { CHECKS_VARIABLE, MadeChecks } from '../../orchestrator/aws/made-checks.ts';
import { type Needs, rowNeeds, triggerNeeds } from '../../orchestrator/lambdas/needs.ts';
import { applicationOf } from '../../orchestrator/stage.ts';
import { answered, flagUrls, type Json, type Templates } from './failover-template.ts';
import { broken } from './flag-table.ts';
import { config, createdApp, resourcesOf, templateOf } from './synthesized.ts';

const app = createdApp();
const templates: Templates = {
  checks: templateOf(app, 'shop-checks').toJSON() as Json,
  traffic: templateOf(app, 'shop-traffic').toJSON() as Json,
};
const { primary, dr, control } = config.regions;
const { balancers } = applicationOnAws(applicationOf(config, 'shop'));
const [home, away] = (['primary', 'dr'] as const).map((side) => new URL(balancers[side].url).hostname) as [string, string];
const [first, second] = flagUrls(templates) as [string, string];
const named = { flags: [first, second] as const, home, away };
const brokenIn = (made: Templates): readonly string[] =>
  ['A', 'AAAA'].flatMap((type) => broken(named, (situation) => answered(made, type, situation)));

describe('the synthesized checks and records', () => {
  it('look at the flags that the platform writes', () => {
    const { flagBuckets } = platformOnAws(config);
    expect([first, second]).toEqual([
      `https://${flagBuckets.dr}.s3.${dr}.amazonaws.com/${flagKey('shop')}`,
      `https://${flagBuckets.control}.s3.${control}.amazonaws.com/${flagKey('shop')}`,
    ]);
  });

  it('hold the check that they name: CloudFormation replaces or deletes none whose export is in use', () => {
    const { PRIMARYA, PRIMARYAAAA } = templates.traffic.Resources as Record<string, { Properties: { HealthCheckId?: object } }>;
    for (const record of [PRIMARYA, PRIMARYAAAA]) {
      const check = { 'Fn::ImportValue': expect.stringMatching(/^shop-checks:.*calculated/) };
      expect(record?.Properties.HealthCheckId).toEqual(check);
    }
  });

  it('answer as the table of the flags says, whatever load balancers are sick', () => {
    expect(brokenIn(templates)).toEqual([]);
  });

  it.each<[string, (made: Json & { Resources: Record<string, { Properties: unknown }> }, traffic: Json) => void]>([
    ['the inversion', ({ Resources }) => Object.assign(Resources.calculated?.Properties.HealthCheckConfig, { Inverted: false })],
    ['a plain child', ({ Resources }) => Object.assign(Resources.dr?.Properties.HealthCheckConfig, { Inverted: true })],
    [
      'the threshold',
      ({ Resources }) => Object.assign(Resources.calculated?.Properties.HealthCheckConfig, { HealthThreshold: 2 }),
    ],
    ['a child', ({ Resources }) => Resources.calculated?.Properties.HealthCheckConfig.ChildHealthChecks.pop()],
    ['the check of PRIMARY', (_, { Resources }) => delete Resources.PRIMARYA?.Properties.HealthCheckId],
    [
      'a SECONDARY without a check',
      (_, { Resources }) =>
        Object.assign(Resources.SECONDARYA?.Properties, { HealthCheckId: Resources.PRIMARYA?.Properties.HealthCheckId }),
    ],
    [
      'a PRIMARY that does not look at its target',
      (_, { Resources }) => Object.assign(Resources.PRIMARYAAAA?.Properties.AliasTarget, { EvaluateTargetHealth: true }),
    ],
    [
      'a SECONDARY that does not look at its target',
      (_, { Resources }) => Object.assign(Resources.SECONDARYA?.Properties.AliasTarget, { EvaluateTargetHealth: true }),
    ],
  ])('would not without %s', (_, mutate) => {
    const mutated = structuredClone(templates);
    mutate(mutated.checks, mutated.traffic);
    expect(brokenIn(mutated)).not.toEqual([]);
  });

  it('check as often as dr.yml says, by TLS with the name in the clear, and are found by name', () => {
    for (const { Properties } of resourcesOf(templateOf(app, 'shop-checks'), 'AWS::Route53::HealthCheck')) {
      expect(Properties.HealthCheckTags).toContainEqual({ Key: 'Name', Value: expect.stringMatching(/^shop: /) });
      if (Properties.HealthCheckConfig.Type !== 'HTTPS') continue;
      expect(Properties.HealthCheckConfig).toMatchObject({
        EnableSNI: true,
        Port: 443,
        RequestInterval: 10,
        FailureThreshold: 3,
      });
    }
  });

  it('are aliases in the zone of the domain', () => {
    const { id } = platformOnAws(config).hostedZone;
    const records = resourcesOf(templateOf(app, 'shop-traffic'), 'AWS::Route53::RecordSet').map(({ Properties }) => Properties);
    expect(records).toHaveLength(4);
    for (const record of records) {
      expect(record).toMatchObject({ Name: 'app.my-projects-aws.site', HostedZoneId: id, AliasTarget: { HostedZoneId: id } });
    }
  });
});

describe('the names that records lead to', () => {
  it('are made by the stacks of the services, of each type', () => {
    const made = [primary, dr].flatMap((region) =>
      resourcesOf(templateOf(app, `shop-services-${region}`), 'AWS::Route53::RecordSet').map(
        ({ Properties }) => `${Properties.Type} ${Properties.Name}`,
      ),
    );
    const asked = resourcesOf(templateOf(app, 'shop-traffic'), 'AWS::Route53::RecordSet').map(
      ({ Properties }) => `${Properties.Type} ${Properties.AliasTarget.DNSName}`,
    );
    expect(asked.toSorted()).toEqual(made.filter((name) => asked.includes(name)).toSorted());
  });
});

describe('the Lambdas of the control plane', () => {
  const template = templateOf(app, 'dr-control-plane');
  const exports = Object.values(templates.checks.Outputs ?? {}).flatMap(({ Export }) => Export?.Name ?? []);

  it('are told the ids of the checks in few of the 4 KB that an environment has', () => {
    for (const { Properties } of resourcesOf(template, 'AWS::Lambda::Function')) {
      const parts: (string | { 'Fn::ImportValue': string })[] = Properties.Environment.Variables[CHECKS_VARIABLE]['Fn::Join'][1];
      const imported = parts.flatMap((part) => (typeof part === 'string' ? [] : [part['Fn::ImportValue']]));
      expect(imported.toSorted()).toEqual(exports.toSorted());
      const told = parts.map((part) => (typeof part === 'string' ? part : crypto.randomUUID())).join('');
      expect(Object.keys(MadeChecks.parse(JSON.parse(told)))).toEqual(['shop']);
      expect(told.length).toBeLessThan(200);
    }
  });

  it('may look at the calculated check, and change it where traffic is shifted', () => {
    const allowed = JSON.stringify(resourcesOf(template, 'AWS::IAM::Role'));
    const arn = `arn:aws:route53:::healthcheck/`;
    const needs: readonly Needs[] = Object.values({ ...rowNeeds, ...triggerNeeds });
    const changing = needs.filter(({ world }) => world?.traffic?.includes('shift'));
    const looking = needs.filter(({ world }) => world?.readiness !== undefined);
    expect(allowed.split(arn).length - 1).toBe(changing.length + looking.length);
    expect(allowed.split('route53:UpdateHealthCheck').length - 1).toBe(changing.length);
  });
});
