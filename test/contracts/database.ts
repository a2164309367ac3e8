import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import type { MakeWorld } from './harness.ts';
import { inFreshWorld, promoted, replicated, type SharedWorld, sharedWorld, unavailable } from './in-world.ts';

/** What every implementation of `Database` holds. */
export function describeDatabase(name: string, makeWorld: MakeWorld, ofAll?: SharedWorld): void {
  describe(`the database of ${name}`, () => {
    const shared = ofAll ?? sharedWorld(makeWorld);

    it('is available in both Regions, and only the DR one replicates', async () => {
      const { world, regions } = shared();
      expect(await world.database.status(regions.primary)).toEqual({ state: 'available', replicaOf: null });
      expect(await world.database.status(regions.dr)).toEqual({ state: 'available', replicaOf: regions.primary });
    });

    it('stays as it is when what is nobody’s replica is promoted', async () => {
      const { world, regions, writer } = shared();
      await world.database.promote(regions.primary);
      expect(await world.database.status(regions.primary)).toEqual({ state: 'available', replicaOf: null });
      expect(await writer.commit(regions.primary)).toBe(true);
    });

    it('takes no write while it replicates', async () => {
      const { regions, writer } = shared();
      expect(await writer.commit(regions.dr)).toBe(false);
    });

    it('cannot be asked in a Region that is cut off, which changes nothing in it', async () => {
      const { world, regions, cutOff, heal, until } = shared();
      await cutOff(regions.dr);
      await unavailable(world.database.status(regions.dr), world.database.promote(regions.dr));
      await heal(regions.dr);
      await until('the database answers', async () => (await world.database.status(regions.dr)).state === 'available');
      expect(await world.database.status(regions.dr)).toEqual({ state: 'available', replicaOf: regions.primary });
    });

    it('answers, but is not promoted, in a Region that is frozen', async () => {
      const { world, regions, freeze, heal, until } = shared();
      await freeze(regions.dr);
      expect(await world.database.status(regions.dr)).toEqual({ state: 'available', replicaOf: regions.primary });
      await expect(world.database.promote(regions.dr)).rejects.toThrow(Unavailable);
      await heal(regions.dr);
      await until('the database answers', async () => (await world.database.status(regions.dr)).state === 'available');
      expect((await world.agent.observe(regions.dr)).inRecovery).toBe(true);
    });

    it(
      'becomes a writer of its own when promoted, however often that is asked, and keeps what it had',
      inFreshWorld(makeWorld, async (harness) => {
        const { world, regions, writer } = harness;
        expect(await writer.commit(regions.primary)).toBe(true);
        await replicated(harness);
        await world.database.promote(regions.dr);
        await world.database.promote(regions.dr);
        await promoted(harness);
        expect(await writer.commit(regions.dr)).toBe(true);
        await world.database.promote(regions.dr);
        expect(await world.database.status(regions.dr)).toEqual({ state: 'available', replicaOf: null });
        expect(await writer.commit(regions.dr)).toBe(true);
        const missing = await world.agent.stranded(regions.primary, regions.dr, 0);
        expect(missing.count).toBe(0);
      }),
    );

    it(
      'can be promoted when the Region it replicates from is gone',
      inFreshWorld(makeWorld, async (harness) => {
        const { world, regions, writer, kill } = harness;
        await kill(regions.primary);
        await expect(world.database.status(regions.primary)).rejects.toThrow(Unavailable);
        expect(await writer.commit(regions.primary)).toBe(false);
        await promoted(harness);
        expect(await writer.commit(regions.dr)).toBe(true);
      }),
    );
  });
}
