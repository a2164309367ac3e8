import { beforeAll, describe, expect, it } from 'vitest';
import type { Surfaces } from '../../orchestrator/ports/records.ts';
import { type MakeRecords, unused } from './samples.ts';

/** What every implementation of `Surfaces` holds. */
export function describeSurfaces(name: string, makeRecords: MakeRecords): void {
  describe(`surfaces in ${name}`, () => {
    let surfaces: Surfaces;
    beforeAll(async () => {
      ({ surfaces } = await makeRecords());
    });

    it('are none for a run that shows nothing yet', async () => {
      expect(await surfaces.of(unused('DR'))).toEqual([]);
    });

    it('hold each message of a run once, as last saved', async () => {
      const [run, other] = [unused('DR'), unused('DR')];
      const live = { run, name: 'live', channel: 'C1', ts: '1.1', drawnSeq: 1 };
      const started = { run, name: 'milestone.started', channel: 'C1', ts: '1.2', drawnSeq: 2 };
      await surfaces.save(live);
      await surfaces.save(started);
      await surfaces.save({ ...live, run: other });
      await surfaces.save({ ...live, drawnSeq: 7 });
      const saved = await surfaces.of(run);
      expect(saved).toHaveLength(2);
      expect(saved).toContainEqual({ ...live, drawnSeq: 7 });
      expect(saved).toContainEqual(started);
    });

    it('are claimed by one of those who read the same, as it was read', async () => {
      const run = unused('DR');
      const claimed = { run, name: 'live', channel: 'C1', ts: 'posting', drawnSeq: 0, claimedUntil: 1_000 };
      const both = await Promise.all([surfaces.claim(claimed, undefined), surfaces.claim(claimed, undefined)]);
      expect(both.toSorted()).toEqual([false, true]);
      expect(await surfaces.claim({ ...claimed, claimedUntil: 3_000 }, { ...claimed, claimedUntil: 2_000 })).toBe(false);
      expect(await surfaces.of(run)).toEqual([claimed]);
      expect(await surfaces.claim({ ...claimed, claimedUntil: 3_000 }, claimed)).toBe(true);
      const posted = { run, name: 'live', channel: 'C1', ts: '1.1', drawnSeq: 1 };
      await surfaces.save(posted);
      expect(await surfaces.claim(claimed, { ...claimed, claimedUntil: 3_000 })).toBe(false);
      expect(await surfaces.claim(claimed, undefined)).toBe(false);
      expect(await surfaces.of(run)).toEqual([posted]);
      expect(await surfaces.claim(claimed, posted)).toBe(true);
    });
  });
}
