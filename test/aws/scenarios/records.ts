import { beforeAll, describe, expect, it } from 'vitest';
import { CHECKS_VARIABLE, MadeChecks } from '../../../orchestrator/aws/made-checks.ts';
import type { CalculatedCheck } from '../../../orchestrator/config-aws.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { elementIn } from '../gateway/xml.ts';

/** What was deployed to Route 53, and what the platform was told of it. */
export function records(cloudOf: () => Cloud): void {
  describe('the failover records of the domain', () => {
    let told: CalculatedCheck;
    const ask = (path: string): Promise<string> => cloudOf().aws.rest('route53', 'us-east-1', 'GET', `/2013-04-01${path}`);
    beforeAll(async () => {
      const { aws, config, application } = cloudOf();
      const look = await aws.rest('lambda', config.regions.control, 'GET', '/2015-03-31/functions/dr-look/configuration');
      const { Environment } = JSON.parse(look) as { Environment: { Variables: Record<string, string> } };
      const checks = MadeChecks.parse(JSON.parse(Environment.Variables[CHECKS_VARIABLE] ?? ''));
      const { [application.id]: made } = checks;
      if (made === undefined) throw new Error(`The platform was told of no check of ${application.id}.`);
      told = made;
    });

    it('carry the check that the platform knows, on PRIMARY alone', async () => {
      const zone = elementIn(await ask('/hostedzone'), 'Id')?.replace('/hostedzone/', '') ?? '';
      const { domain } = cloudOf().application;
      const sets = (await ask(`/hostedzone/${zone}/rrset`)).split('<ResourceRecordSet>').slice(1);
      const failover = sets.filter((set) => elementIn(set, 'Name') === `${domain}.` && set.includes('<Failover>'));
      const seen = failover.map((set) =>
        ['Type', 'Failover', 'HealthCheckId', 'EvaluateTargetHealth'].map((field) => elementIn(set, field)),
      );
      expect(seen.toSorted()).toEqual([
        ['A', 'PRIMARY', told.id, 'false'],
        ['A', 'SECONDARY', null, 'false'],
        ['AAAA', 'PRIMARY', told.id, 'false'],
        ['AAAA', 'SECONDARY', null, 'false'],
      ]);
    });

    it('carry one that is inverted, over the two checks of the flags', async () => {
      const calculated = await ask(`/healthcheck/${told.id}`);
      expect(elementIn(calculated, 'Inverted')?.toLowerCase()).toBe('true');
      expect([...calculated.matchAll(/<ChildHealthCheck>(.+?)</g)].map(([, id]) => id)).toEqual([told.dr, told.control]);
      for (const child of [told.dr, told.control]) {
        expect(elementIn(await ask(`/healthcheck/${child}`), 'ResourcePath')).toBe('/shop/failed-over.json');
      }
    });
  });
}
