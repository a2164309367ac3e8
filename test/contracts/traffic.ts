import { afterEach, describe, expect, it } from 'vitest';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import type { Region } from '../../orchestrator/domain/region.ts';
import type { MakeWorld } from './harness.ts';
import { type SharedWorld, sharedWorld } from './in-world.ts';

const FLAGS = ['dr', 'control'] as const;
const by = { run: 'DR-1', epoch: 1 };

/** What every implementation of `Traffic` holds: FACTS' table of flags and answers among it. */
export function describeTraffic(name: string, makeWorld: MakeWorld, ofAll?: SharedWorld): void {
  describe(`the traffic of ${name}`, () => {
    const shared = ofAll ?? sharedWorld(makeWorld);

    const answers = async (region: Region) => {
      const { world, until } = shared();
      await until(`DNS answers ${region}`, async () => (await world.traffic.look()).answers === region);
    };
    const goesOnAnswering = async (region: Region) => {
      const { world, checksTurned } = shared();
      await checksTurned();
      expect((await world.traffic.look()).answers).toBe(region);
    };

    afterEach(async () => {
      const { world, regions, restoreFlag, heal } = shared();
      await heal(regions.dr);
      for (const flag of FLAGS) await restoreFlag(flag);
      await world.traffic.shift(regions.primary, by);
      await answers(regions.primary);
    });

    it('goes to the primary Region while there is no flag', async () => {
      const { world, regions } = shared();
      expect(await world.traffic.look()).toEqual({ answers: regions.primary, flags: { dr: 'absent', control: 'absent' } });
    });

    it('is shifted by two flags, and back by their removal, and shifting again is the same', async () => {
      const { world, regions } = shared();
      for (let time = 0; time < 2; time++) await world.traffic.shift(regions.dr, by);
      expect((await world.traffic.look()).flags).toEqual({ dr: 'present', control: 'present' });
      await answers(regions.dr);
      for (let time = 0; time < 2; time++) await world.traffic.shift(regions.primary, by);
      expect((await world.traffic.look()).flags).toEqual({ dr: 'absent', control: 'absent' });
      await answers(regions.primary);
    });

    it.each(FLAGS)('stays in the primary Region when the endpoint of the %s flag is lost', async (flag) => {
      const { world, regions, loseFlag } = shared();
      await loseFlag(flag);
      expect((await world.traffic.look()).flags?.[flag]).toBe('unreachable');
      await goesOnAnswering(regions.primary);
    });

    it('stays in the primary Region when both endpoints are lost', async () => {
      const { regions, loseFlag } = shared();
      for (const flag of FLAGS) await loseFlag(flag);
      await goesOnAnswering(regions.primary);
    });

    it.each(FLAGS)('stays in the DR Region when the endpoint of the %s flag is lost', async (flag) => {
      const { world, regions, loseFlag } = shared();
      await world.traffic.shift(regions.dr, by);
      await answers(regions.dr);
      await loseFlag(flag);
      expect((await world.traffic.look()).flags).toEqual({ dr: 'present', control: 'present', [flag]: 'unreachable' });
      await goesOnAnswering(regions.dr);
    });

    it('falls back to the primary Region when both endpoints are lost, and returns with them', async () => {
      const { world, regions, loseFlag, restoreFlag } = shared();
      await world.traffic.shift(regions.dr, by);
      await answers(regions.dr);
      for (const flag of FLAGS) await loseFlag(flag);
      await answers(regions.primary);
      await restoreFlag('control');
      await answers(regions.dr);
    });

    it.each(FLAGS)('is shifted by one flag when the endpoint of the %s one is lost', async (flag) => {
      const { world, regions, loseFlag } = shared();
      await loseFlag(flag);
      await world.traffic.shift(regions.dr, by);
      await answers(regions.dr);
    });

    it('is not shifted, and says so, when both endpoints are lost', async () => {
      const { world, regions, loseFlag } = shared();
      for (const flag of FLAGS) await loseFlag(flag);
      await expect(world.traffic.shift(regions.dr, by)).rejects.toThrow(Unavailable);
      await goesOnAnswering(regions.primary);
    });

    it('is shifted when the DR Region refuses changes', async () => {
      const { world, regions, freeze } = shared();
      await freeze(regions.dr);
      await world.traffic.shift(regions.dr, by);
      expect((await world.traffic.look()).flags).toEqual({ dr: 'absent', control: 'present' });
      await answers(regions.dr);
    });

    it('keeps going to a Region that is dead until somebody shifts it', async () => {
      const { world, regions, kill, heal } = shared();
      await kill(regions.primary);
      await goesOnAnswering(regions.primary);
      await world.traffic.shift(regions.dr, by);
      await answers(regions.dr);
      await heal(regions.primary);
      await goesOnAnswering(regions.dr);
    });
  });
}
