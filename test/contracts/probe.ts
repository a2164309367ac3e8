import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import type { ProbeReading } from '../../orchestrator/ports/world.ts';
import type { MakeWorld } from './harness.ts';
import { inFreshWorld, promoted, type SharedWorld, sharedWorld } from './in-world.ts';

const by = { run: 'DR-1', epoch: 1 };

/** What every implementation of `Probe` holds. */
export function describeProbe(name: string, makeWorld: MakeWorld, ofAll?: SharedWorld): void {
  describe(`the probe of ${name}`, () => {
    const shared = ofAll ?? sharedWorld(makeWorld);

    const reads = async (what: string, probe: () => Promise<ProbeReading>, expected: Omit<ProbeReading, 'region'>) =>
      shared().until(what, async () => {
        const { readOk, writeOk } = await probe();
        return readOk === expected.readOk && writeOk === expected.writeOk;
      });

    it('reads and writes in the Region that is active', async () => {
      const { world, regions } = shared();
      const throughPrimary = () => world.probe.throughBalancer(regions.primary);
      await reads('the primary Region serves', throughPrimary, { readOk: true, writeOk: true });
      expect(await throughPrimary()).toEqual({ region: regions.primary, readOk: true, writeOk: true });
      expect(await world.probe.throughDomain()).toEqual({ region: regions.primary, readOk: true, writeOk: true });
    });

    it('reads, and cannot write, in the Region that stands by', async () => {
      const { world, regions } = shared();
      const throughStandby = () => world.probe.throughBalancer(regions.dr);
      await reads('the standby serves reads', throughStandby, { readOk: true, writeOk: false });
      expect(await throughStandby()).toEqual({ region: regions.dr, readOk: true, writeOk: false });
    });

    it('cannot write through a fence, and can when it is opened', async () => {
      const { world, regions } = shared();
      const throughPrimary = () => world.probe.throughBalancer(regions.primary);
      await world.agent.fence(regions.primary);
      expect((await throughPrimary()).writeOk).toBe(false);
      await world.agent.open(regions.primary);
      await reads('writing works again', throughPrimary, { readOk: true, writeOk: true });
    });

    it('serves nothing where no backend runs', async () => {
      const { world, regions } = shared();
      const throughStandby = () => world.probe.throughBalancer(regions.dr);
      const before = (await world.services.look(regions.dr)).backend;
      await world.services.scale(regions.dr, 'backend', { min: 0, desired: 0 });
      await reads('nothing serves', throughStandby, { readOk: false, writeOk: false });
      await world.services.scale(regions.dr, 'backend', { min: before?.min ?? 0, desired: before?.desired ?? 0 });
      await reads('the standby serves reads again', throughStandby, { readOk: true, writeOk: false });
    });

    it.each(['kill', 'cutOff'] as const)('gets no answer from a Region after %s', async (how) => {
      const { world, regions, heal } = shared();
      const throughPrimary = () => world.probe.throughBalancer(regions.primary);
      await shared()[how](regions.primary);
      await expect(throughPrimary()).rejects.toThrow(Unavailable);
      await expect(world.probe.throughDomain()).rejects.toThrow(Unavailable);
      await heal(regions.primary);
      await reads('the primary Region serves again', throughPrimary, { readOk: true, writeOk: true });
    });

    it('follows DNS to the Region it answers', async () => {
      const { world, regions, until } = shared();
      await world.traffic.shift(regions.dr, by);
      await until('the DR Region serves the domain', async () => (await world.probe.throughDomain()).region === regions.dr);
      expect(await world.probe.throughDomain()).toEqual({ region: regions.dr, readOk: true, writeOk: false });
      await world.traffic.shift(regions.primary, by);
      await until('the primary serves the domain', async () => (await world.probe.throughDomain()).region === regions.primary);
    });

    it(
      'writes in the DR Region once it is promoted and shifted to',
      inFreshWorld(makeWorld, async (harness) => {
        const { world, regions, kill, until } = harness;
        await kill(regions.primary);
        await promoted(harness);
        await world.traffic.shift(regions.dr, by);
        await until('users write in the DR Region', async () => {
          const { region, readOk, writeOk } = await world.probe.throughDomain();
          return region === regions.dr && readOk && writeOk;
        });
      }),
    );
  });
}
