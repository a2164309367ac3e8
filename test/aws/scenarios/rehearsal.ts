import { beforeAll, describe, expect, it } from 'vitest';
import { CLICK } from '../../../bot/views/actions.ts';
import { until } from '../../../lab/headless/until.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { invoke } from './by-hand.ts';
import { cardOf, deny, isClosed, newestRun, runWhere } from './people.ts';

/** The daily dry run, on an application that is well and was never rehearsed. */
export function rehearsal(cloudOf: () => Cloud): void {
  describe('the daily dry run', () => {
    let cloud: Cloud;
    beforeAll(async () => {
      cloud = cloudOf();
      await invoke(cloud, 'rehearsal', {});
      await invoke(cloud, 'rehearsal', {});
      await invoke(cloud, 'reporter', { 'detail-type': 'Scheduled Event' });
    });

    it('keeps that nothing is in the way, once a day', async () => {
      const { primary, dr } = cloud.config.regions;
      const results = await cloud.records.tests.recent(cloud.application.id, 9);
      expect(results).toMatchObject([{ kind: 'dry-run', move: { from: primary, to: dr }, blockers: [], passed: true }]);
    });

    it('asks once for the drill that dr.yml wants, which nothing comes of when it is denied', async () => {
      const { run } = await until('A drill', 30_000, () => newestRun(cloud));
      expect(run).toMatchObject({ plan: 'drill', requestedBy: { via: 'system' } });
      await cardOf(cloud, run.id, CLICK.deny);
      expect(await cloud.slack.messages(cloud.config.slack.channels.approvals)).toHaveLength(1);
      await deny(cloud, run.id);
      const { closed } = await runWhere(cloud, 'The end of the drill', isClosed);
      expect(closed).toMatchObject({ result: 'denied', left: [] });
      expect(await cloud.records.journal.recent(cloud.application.id, 9)).toHaveLength(1);
    });
  });
}
