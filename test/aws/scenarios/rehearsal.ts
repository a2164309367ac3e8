import { describe, expect, it } from 'vitest';
import type { Cloud } from '../cloud/cloud.ts';
import { invoke } from './by-hand.ts';

/** The daily dry run, on an application that is well. */
export function rehearsal(cloudOf: () => Cloud): void {
  describe('the daily dry run', () => {
    it('keeps that nothing is in the way, once a day, and tells nobody', async () => {
      const cloud = cloudOf();
      await invoke(cloud, 'rehearsal', {});
      await invoke(cloud, 'rehearsal', {});
      await invoke(cloud, 'reporter', { 'detail-type': 'Scheduled Event' });
      const { primary, dr } = cloud.config.regions;
      const results = await cloud.records.tests.recent(cloud.application.id, 9);
      expect(results).toMatchObject([{ kind: 'dry-run', move: { from: primary, to: dr }, blockers: [], passed: true }]);
      expect(await cloud.slack.messages(cloud.config.slack.channels.approvals)).toEqual([]);
    });
  });
}
