import { beforeAll, describe, expect, it } from 'vitest';
import type { Costs } from '../../orchestrator/ports/records.ts';
import { aCost, type MakeRecords, unused } from './samples.ts';

/** What every implementation of `Costs` holds. */
export function describeCosts(name: string, makeRecords: MakeRecords): void {
  describe(`costs in ${name}`, () => {
    let costs: Costs;
    beforeAll(async () => {
      ({ costs } = await makeRecords());
    });

    it('are not known of an application that nothing was heard of', async () => {
      expect(await costs.latest(unused('shop'))).toBeNull();
    });

    it('are those of the newest day, in whichever order days are heard of', async () => {
      const application = unused('shop');
      for (const day of ['2026-11-24', '2026-11-26', '2026-11-25']) await costs.record(aCost({ application, day }));
      await costs.record(aCost({ application: unused('blog'), day: '2026-11-27' }));
      expect(await costs.latest(application)).toEqual(aCost({ application, day: '2026-11-26' }));
    });

    it('take the place of what was heard of a day before', async () => {
      const cost = aCost();
      await costs.record(cost);
      const settled = { ...cost, total: 13, byRegion: { 'us-east-1': 13 }, estimated: false };
      await costs.record(settled);
      expect(await costs.latest(cost.application)).toEqual(settled);
    });
  });
}
