import { beforeAll, describe, expect, it } from 'vitest';
import type { CalculatedCheck } from '../../../orchestrator/config-aws.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { elementIn } from '../gateway/xml.ts';
import { askRoute53, childrenOf, toldChecks } from './checks.ts';

/** What was deployed to Route 53, and what the platform was told of it. */
export function records(cloudOf: () => Cloud): void {
  describe('the failover records of the domain', () => {
    let told: CalculatedCheck;
    beforeAll(async () => {
      told = await toldChecks(cloudOf());
    });

    it('carry the check that the platform knows, on PRIMARY alone', async () => {
      const zone = elementIn(await askRoute53(cloudOf(), '/hostedzone'), 'Id')?.replace('/hostedzone/', '') ?? '';
      const { domain } = cloudOf().application;
      const sets = (await askRoute53(cloudOf(), `/hostedzone/${zone}/rrset`)).split('<ResourceRecordSet>').slice(1);
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
      const calculated = await askRoute53(cloudOf(), `/healthcheck/${told.id}`);
      expect(elementIn(calculated, 'Inverted')?.toLowerCase()).toBe('true');
      expect(await childrenOf(cloudOf(), told.id)).toEqual([told.dr, told.control]);
      for (const child of [told.dr, told.control]) {
        expect(elementIn(await askRoute53(cloudOf(), `/healthcheck/${child}`), 'ResourcePath')).toBe('/shop/failed-over.json');
      }
    });
  });
}
