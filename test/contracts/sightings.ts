import { beforeAll, describe, expect, it } from 'vitest';
import type { Sightings } from '../../orchestrator/ports/records.ts';
import { type MakeRecords, unused } from './samples.ts';

/** What every implementation of `Sightings` holds. */
export function describeSightings(name: string, makeRecords: MakeRecords): void {
  describe(`sightings in ${name}`, () => {
    let sightings: Sightings;
    beforeAll(async () => {
      ({ sightings } = await makeRecords());
    });

    it('say of a Region that was never probed that it never answered', async () => {
      const never = { region: 'us-east-1', lastAnsweredAt: null, missedAt: null, downSince: null };
      expect(await sightings.look(unused('shop'), 'us-east-1')).toEqual(never);
    });

    it('hold what was last seen, per application and Region', async () => {
      const [shop, blog] = [unused('shop'), unused('blog')];
      const up = { region: 'us-east-1', lastAnsweredAt: 1_000, missedAt: null, downSince: null };
      const down = { region: 'us-east-1', lastAnsweredAt: 1_000, missedAt: 1_100, downSince: 1_300 };
      const other = { region: 'us-west-2', lastAnsweredAt: 1_400, missedAt: null, downSince: null };
      await sightings.record(shop, up);
      await sightings.record(shop, other);
      await sightings.record(blog, up);
      await sightings.record(shop, down);
      expect(await sightings.look(shop, 'us-east-1')).toEqual(down);
      expect(await sightings.look(shop, 'us-west-2')).toEqual(other);
      expect(await sightings.look(blog, 'us-east-1')).toEqual(up);
    });

    it('forget that a Region was down when it answers again', async () => {
      const shop = unused('shop');
      await sightings.record(shop, { region: 'us-east-1', lastAnsweredAt: null, missedAt: 1_100, downSince: 1_300 });
      const up = { region: 'us-east-1', lastAnsweredAt: 2_000, missedAt: null, downSince: null };
      await sightings.record(shop, up);
      expect(await sightings.look(shop, 'us-east-1')).toEqual(up);
    });
  });
}
