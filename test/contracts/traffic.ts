import { afterEach, describe, expect, it } from 'vitest';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import type { Region } from '../../orchestrator/domain/region.ts';
import type { MakeWorld } from './harness.ts';
import { type SharedWorld, sharedWorld } from './in-world.ts';

const FLAGS = ['dr', 'control'] as const;
const by = { run: 'DR-1', epoch: 1 };

/** What every implementation of `Traffic` holds, however it moves users. */
export function describeTraffic(name: string, makeWorld: MakeWorld, ofAll?: SharedWorld): void {
  describe(`the traffic of ${name}`, () => {
    const shared = ofAll ?? sharedWorld(makeWorld);
    const { answers, goesOnAnswering } = questionsTo(shared);

    afterEach(async () => {
      const { world, regions, heal } = shared();
      for (const region of Object.values(regions)) await heal(region);
      await world.traffic.shift(regions.primary, by);
      await answers(regions.primary);
    });

    it('goes to the primary Region until it is shifted', async () => {
      const { world, regions } = shared();
      expect((await world.traffic.look()).answers).toBe(regions.primary);
      await goesOnAnswering(regions.primary);
    });

    it('is shifted, and back, and shifting again is the same', async () => {
      const { world, regions } = shared();
      for (const region of [regions.dr, regions.primary]) {
        for (let time = 0; time < 2; time++) await world.traffic.shift(region, by);
        await answers(region);
        await world.traffic.shift(region, by);
        await answers(region);
        await goesOnAnswering(region);
      }
    });

    it('goes where it was shifted last, when it is turned around on the way', async () => {
      const { world, regions } = shared();
      await world.traffic.shift(regions.dr, by);
      await world.traffic.shift(regions.primary, by);
      await answers(regions.primary);
      await goesOnAnswering(regions.primary);
    });

    it('is shifted when the DR Region refuses changes', async () => {
      const { world, regions, freeze } = shared();
      await freeze(regions.dr);
      await world.traffic.shift(regions.dr, by);
      await answers(regions.dr);
    });

    it('stays where it is when a Region dies, and when it returns', async () => {
      const { world, regions, kill, heal } = shared();
      await kill(regions.primary);
      await goesOnAnswering(regions.primary);
      await heal(regions.primary);
      await world.traffic.shift(regions.dr, by);
      await answers(regions.dr);
      for (const change of [kill, heal]) {
        await change(regions.primary);
        await goesOnAnswering(regions.dr);
      }
    });
  });
}

/** What an implementation holds that moves users by two flags: FACTS' table of flags and answers among it. */
export function describeFlags(name: string, makeWorld: MakeWorld, ofAll?: SharedWorld): void {
  describe(`the flags of ${name}`, () => {
    const shared = ofAll ?? sharedWorld(makeWorld);
    const { answers, goesOnAnswering } = questionsTo(shared);

    afterEach(async () => {
      const { world, regions, restoreFlag, heal } = shared();
      await heal(regions.dr);
      for (const flag of FLAGS) await restoreFlag(flag);
      await world.traffic.shift(regions.primary, by);
      await answers(regions.primary);
    });

    it('are absent while traffic goes to the primary Region', async () => {
      const { world, regions } = shared();
      expect(await world.traffic.look()).toEqual({ answers: regions.primary, flags: { dr: 'absent', control: 'absent' } });
    });

    it('shift traffic by their presence, and back by their removal', async () => {
      const { world, regions } = shared();
      for (let time = 0; time < 2; time++) await world.traffic.shift(regions.dr, by);
      expect((await world.traffic.look()).flags).toEqual({ dr: 'present', control: 'present' });
      await answers(regions.dr);
      for (let time = 0; time < 2; time++) await world.traffic.shift(regions.primary, by);
      expect((await world.traffic.look()).flags).toEqual({ dr: 'absent', control: 'absent' });
      await answers(regions.primary);
    });

    it.each(FLAGS)('leave traffic in the primary Region when the endpoint of the %s one is lost', async (flag) => {
      const { world, regions, loseFlag } = shared();
      await loseFlag(flag);
      expect((await world.traffic.look()).flags?.[flag]).toBe('unreachable');
      await goesOnAnswering(regions.primary);
    });

    it('leave traffic in the primary Region when both endpoints are lost', async () => {
      const { regions, loseFlag } = shared();
      for (const flag of FLAGS) await loseFlag(flag);
      await goesOnAnswering(regions.primary);
    });

    it.each(FLAGS)('leave traffic in the DR Region when the endpoint of the %s one is lost', async (flag) => {
      const { world, regions, loseFlag } = shared();
      await world.traffic.shift(regions.dr, by);
      await answers(regions.dr);
      await loseFlag(flag);
      expect((await world.traffic.look()).flags).toEqual({ dr: 'present', control: 'present', [flag]: 'unreachable' });
      await goesOnAnswering(regions.dr);
    });

    it('let traffic fall back to the primary Region when both endpoints are lost, and return with them', async () => {
      const { world, regions, loseFlag, restoreFlag } = shared();
      await world.traffic.shift(regions.dr, by);
      await answers(regions.dr);
      for (const flag of FLAGS) await loseFlag(flag);
      await answers(regions.primary);
      await restoreFlag('control');
      await answers(regions.dr);
    });

    it.each(FLAGS)('shift traffic by one alone when the endpoint of the %s one is lost', async (flag) => {
      const { world, regions, loseFlag } = shared();
      await loseFlag(flag);
      await world.traffic.shift(regions.dr, by);
      await answers(regions.dr);
    });

    it('do not shift traffic, and say so, when both endpoints are lost', async () => {
      const { world, regions, loseFlag } = shared();
      for (const flag of FLAGS) await loseFlag(flag);
      await expect(world.traffic.shift(regions.dr, by)).rejects.toThrow(Unavailable);
      await goesOnAnswering(regions.primary);
    });

    it('shift traffic by that of the control Region when the DR Region refuses changes', async () => {
      const { world, regions, freeze } = shared();
      await freeze(regions.dr);
      await world.traffic.shift(regions.dr, by);
      expect((await world.traffic.look()).flags).toEqual({ dr: 'absent', control: 'present' });
      await answers(regions.dr);
    });

    it('shift traffic away from a Region that is dead', async () => {
      const { world, regions, kill, heal } = shared();
      await kill(regions.primary);
      await world.traffic.shift(regions.dr, by);
      await answers(regions.dr);
      await heal(regions.primary);
      await goesOnAnswering(regions.dr);
    });
  });
}

function questionsTo(shared: SharedWorld) {
  return {
    answers: async (region: Region): Promise<void> => {
      const { world, until } = shared();
      await until(`DNS answers ${region}`, async () => (await world.traffic.look()).answers === region);
    },
    goesOnAnswering: async (region: Region): Promise<void> => {
      const { world, checksTurned } = shared();
      await checksTurned();
      expect((await world.traffic.look()).answers).toBe(region);
    },
  };
}
