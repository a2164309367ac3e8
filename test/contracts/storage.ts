import { describe, expect, it } from 'vitest';
import type { Region } from '../../orchestrator/domain/region.ts';
import type { MakeWorld } from './harness.ts';
import { type SharedWorld, sharedWorld, unavailable } from './in-world.ts';

/** What every implementation of `Storage` holds, whichever of the two Regions knows what is not copied yet. */
export function describeStorage(name: string, makeWorld: MakeWorld, ofAll?: SharedWorld): void {
  describe(`the storage of ${name}`, () => {
    const shared = ofAll ?? sharedWorld(makeWorld);

    /** Puts objects until one is seen to wait, because copying begins at once; answers how many were put and how many waited. */
    const putUntilSeen = async (from: Region, to: Region): Promise<{ readonly put: number; readonly waiting: number }> => {
      const { world, putObject, until } = shared();
      const seen = { put: 0, waiting: 0 };
      await until(`something waits to be copied from ${from}`, async () => {
        await putObject(from);
        seen.put += 1;
        seen.waiting = await world.storage.backlog(from, to);
        return seen.waiting > 0;
      });
      return seen;
    };
    const copied = (from: Region, to: Region): Promise<void> => {
      const { world, until } = shared();
      return until('everything is copied', async () => (await world.storage.backlog(from, to)) === 0);
    };

    it('has nothing to copy when nothing was put there', async () => {
      const { world, regions } = shared();
      expect(await world.storage.backlog(regions.primary, regions.dr)).toBe(0);
      expect(await world.storage.backlog(regions.dr, regions.primary)).toBe(0);
    });

    it.each(['primary', 'dr'] as const)('counts what was put into the %s Region alone, until the other has it', async (side) => {
      const { world, regions } = shared();
      const [from, to] = side === 'primary' ? [regions.primary, regions.dr] : [regions.dr, regions.primary];
      const { put, waiting } = await putUntilSeen(from, to);
      expect(waiting).toBeLessThanOrEqual(put);
      expect(await world.storage.backlog(to, from)).toBe(0);
      await copied(from, to);
    });

    it('cannot be asked while both Regions are cut off, and can when they are healed', async () => {
      const { world, regions, cutOff, heal } = shared();
      const { primary, dr } = regions;
      for (const region of [primary, dr]) await cutOff(region);
      await unavailable(world.storage.backlog(primary, dr), world.storage.backlog(dr, primary));
      for (const region of [primary, dr]) await heal(region);
      await copied(primary, dr);
      await copied(dr, primary);
    });
  });
}
