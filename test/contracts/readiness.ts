import { describe, expect, it } from 'vitest';
import type { MakeWorld } from './harness.ts';
import { type SharedWorld, sharedWorld } from './in-world.ts';

/** What every implementation of `Readiness` holds. What each of them can find besides is its own. */
export function describeReadiness(name: string, makeWorld: MakeWorld, ofAll?: SharedWorld): void {
  describe(`the readiness of ${name}`, () => {
    const shared = ofAll ?? sharedWorld(makeWorld);

    it('has nothing to tell of a healthy world, in either direction', async () => {
      const { world, regions } = shared();
      const { primary, dr } = regions;
      expect(await world.readiness.risks({ from: primary, to: dr })).toEqual([]);
      expect(await world.readiness.risks({ from: dr, to: primary })).toEqual([]);
    });

    it('compares with nothing, and holds nothing against the target, when the source is gone', async () => {
      const { world, regions, kill, heal } = shared();
      await kill(regions.primary);
      expect(await world.readiness.risks({ from: regions.primary, to: regions.dr })).toEqual([]);
      await heal(regions.primary);
    });

    it('answers in sentences, rather than failing, when the target does not answer', async () => {
      const { world, regions, cutOff, heal } = shared();
      await cutOff(regions.dr);
      const risks = await world.readiness.risks({ from: regions.primary, to: regions.dr });
      for (const risk of risks) expect(risk).toMatch(new RegExp(`${regions.dr}.* could not be checked`));
      await heal(regions.dr);
    });
  });
}
