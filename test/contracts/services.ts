import { describe, expect, it } from 'vitest';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import type { Region } from '../../orchestrator/domain/region.ts';
import type { MakeWorld, WorldHarness } from './harness.ts';
import { type SharedWorld, sharedWorld, unavailable } from './in-world.ts';

/** What every implementation of `Services` holds. */
export function describeServices(name: string, makeWorld: MakeWorld, ofAll?: SharedWorld): void {
  describe(`the services of ${name}`, () => {
    const shared = ofAll ?? sharedWorld(makeWorld);

    const becomes = async (harness: WorldHarness, region: Region, service: string, count: number) =>
      harness.until(`${service} has ${count} healthy tasks`, async () => {
        const status = (await harness.world.services.look(region))[service];
        return status?.running === count && status.healthy === count;
      });

    it('run in both Regions with the capacity that dr.yml gives their role', async () => {
      const harness = shared();
      const { world, application, regions } = harness;
      for (const role of ['primary', 'dr'] as const) {
        for (const [service, limits] of Object.entries(application.services)) {
          const { min } = limits[role];
          await becomes(harness, regions[role], service, min);
          expect((await world.services.look(regions[role]))[service]).toMatchObject({
            min,
            desired: min,
            running: min,
            healthy: min,
          });
        }
      }
    });

    it('take a new capacity at once, and become healthy with it', async () => {
      const harness = shared();
      const { world, application, regions } = harness;
      for (const service of Object.keys(application.services)) {
        const before = (await world.services.look(regions.dr))[service];
        await world.services.scale(regions.dr, service, { min: 3, desired: 3 });
        expect((await world.services.look(regions.dr))[service]).toMatchObject({ min: 3, desired: 3 });
        await becomes(harness, regions.dr, service, 3);
        await world.services.scale(regions.dr, service, { min: 3, desired: 3 });
        expect((await world.services.look(regions.dr))[service]).toMatchObject({ min: 3, desired: 3, running: 3, healthy: 3 });
        await world.services.scale(regions.dr, service, { min: before?.min ?? 0, desired: before?.desired ?? 0 });
        await becomes(harness, regions.dr, service, before?.desired ?? 0);
      }
    });

    it('can be scaled to nothing, and back, without touching each other', async () => {
      const harness = shared();
      const { world, application, regions } = harness;
      const [service = '', other = ''] = Object.keys(application.services);
      const before = await world.services.look(regions.dr);
      await world.services.scale(regions.dr, service, { min: 0, desired: 0 });
      await becomes(harness, regions.dr, service, 0);
      expect((await world.services.look(regions.dr))[other]).toEqual(before[other]);
      await world.services.scale(regions.dr, service, { min: 1, desired: 1 });
      await becomes(harness, regions.dr, service, 1);
    });

    it('refuse a capacity for a service that does not exist', async () => {
      const { world, regions } = shared();
      await expect(world.services.scale(regions.dr, 'nobody', { min: 1, desired: 1 })).rejects.toThrow(Refused);
    });

    it('can be looked at, but not scaled, in a Region that is frozen', async () => {
      const { world, application, regions, freeze, heal } = shared();
      const [service = ''] = Object.keys(application.services);
      const before = await world.services.look(regions.dr);
      await freeze(regions.dr);
      expect(await world.services.look(regions.dr)).toEqual(before);
      await expect(world.services.scale(regions.dr, service, { min: 5, desired: 5 })).rejects.toThrow(Unavailable);
      await heal(regions.dr);
      expect(await world.services.look(regions.dr)).toEqual(before);
    });

    it('cannot be asked in a Region that is cut off', async () => {
      const { world, application, regions, cutOff, heal, until } = shared();
      const [service = ''] = Object.keys(application.services);
      await cutOff(regions.dr);
      await unavailable(world.services.look(regions.dr), world.services.scale(regions.dr, service, { min: 5, desired: 5 }));
      await heal(regions.dr);
      await until('the services answer', async () => service in (await world.services.look(regions.dr)));
      expect((await world.services.look(regions.dr))[service]?.desired).toBe(application.services[service]?.dr.min);
    });

    it('come back with the capacity they had when a killed Region heals', async () => {
      const harness = shared();
      const { world, application, regions, kill, heal } = harness;
      await kill(regions.dr);
      await expect(world.services.look(regions.dr)).rejects.toThrow(Unavailable);
      await heal(regions.dr);
      for (const [service, { dr }] of Object.entries(application.services)) await becomes(harness, regions.dr, service, dr.min);
    });
  });
}
