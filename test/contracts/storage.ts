import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import type { MakeWorld } from './harness.ts';
import { sharedWorld } from './in-world.ts';

/** What every implementation of `Storage` holds. */
export function describeStorage(name: string, makeWorld: MakeWorld): void {
  describe(`the storage of ${name}`, () => {
    const shared = sharedWorld(makeWorld);

    it('has nothing to copy when nothing was put there', async () => {
      const { world, regions } = shared();
      expect(await world.storage.backlog(regions.primary, regions.dr)).toBe(0);
      expect(await world.storage.backlog(regions.dr, regions.primary)).toBe(0);
    });

    it('counts what the other Region does not have, until it has it', async () => {
      const { world, regions, putObject, cutOff, heal, until } = shared();
      await cutOff(regions.dr);
      await putObject(regions.primary);
      await putObject(regions.primary);
      expect(await world.storage.backlog(regions.primary, regions.dr)).toBe(2);
      await heal(regions.dr);
      const isCopied = async () => (await world.storage.backlog(regions.primary, regions.dr)) === 0;
      await until('everything is copied', isCopied);
      expect(await world.storage.backlog(regions.dr, regions.primary)).toBe(0);
    });

    it('copies in both directions', async () => {
      const { world, regions, putObject, cutOff, heal, until } = shared();
      await cutOff(regions.primary);
      await putObject(regions.dr);
      expect(await world.storage.backlog(regions.dr, regions.primary)).toBe(1);
      await heal(regions.primary);
      await until('it is copied', async () => (await world.storage.backlog(regions.dr, regions.primary)) === 0);
    });

    it('cannot be asked in a Region that is cut off', async () => {
      const { world, regions, cutOff, heal, until } = shared();
      await cutOff(regions.primary);
      await expect(world.storage.backlog(regions.primary, regions.dr)).rejects.toThrow(Unavailable);
      await heal(regions.primary);
      await until('it answers', async () => (await world.storage.backlog(regions.primary, regions.dr)) === 0);
    });
  });
}
