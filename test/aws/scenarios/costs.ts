import { describe, expect, it } from 'vitest';
import { PLATFORM } from '../../../orchestrator/domain/cost-metric.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { CHARGED } from '../costs-front.ts';
import { invoke } from './by-hand.ts';

/** The daily look at what AWS charges. */
export function costs(cloudOf: () => Cloud): void {
  describe('the daily look at costs', () => {
    it('keeps those of the application and of the platform', async () => {
      const cloud = cloudOf();
      await invoke(cloud, 'costs', {});
      for (const name of [cloud.application.id, PLATFORM]) {
        expect(await cloud.records.costs.latest(name)).toMatchObject({
          total: Number(CHARGED),
          currency: 'USD',
          estimated: true,
        });
      }
    });
  });
}
