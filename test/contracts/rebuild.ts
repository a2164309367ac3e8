import { describe, expect, it } from 'vitest';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import type { Kept } from '../../orchestrator/domain/kept.ts';
import type { Rebuilding } from '../../orchestrator/ports/rebuild.ts';
import type { MakeWorld, WorldHarness } from './harness.ts';
import { inFreshWorld, promoted, replicated, type SharedWorld, sharedWorld, unavailable } from './in-world.ts';

const behindIn = ({ regions }: WorldHarness, run = 'dr-7'): Rebuilding => ({
  region: regions.primary,
  keptAs: `old-2026-11-29-${run}`,
});

const keptOf = async ({ world }: WorldHarness, { region, keptAs }: Rebuilding, kind: Kept['kind']) =>
  (await world.rebuild.kept(region)).find((kept) => kept.keptAs === keptAs && kept.kind === kind) ?? null;

/** Moves to the DR Region, so that the primary's database is left behind, fenced. */
async function moved(harness: WorldHarness): Promise<void> {
  const { world, regions } = harness;
  await world.agent.fence(regions.primary);
  await replicated(harness);
  await promoted(harness);
  await world.agent.open(regions.dr);
}

/** Asks as long as nothing is kept or being made, as a step does. */
async function snapshotted(harness: WorldHarness, behind: Rebuilding): Promise<void> {
  await harness.until('the snapshot is there', async () => {
    const snapshot = await keptOf(harness, behind, 'snapshot');
    if (snapshot === null) await harness.world.rebuild.snapshot(behind);
    return snapshot?.isMade === true;
  });
}

async function setAside(harness: WorldHarness, behind: Rebuilding): Promise<void> {
  const { world, until } = harness;
  await until('the database is set aside', async () => {
    await world.rebuild.setAside(behind);
    const { database } = await world.rebuild.look(behind.region);
    return database === null && (await keptOf(harness, behind, 'instance'))?.isMade === true;
  });
}

async function rebuilt({ world, until }: WorldHarness, { region }: Rebuilding): Promise<void> {
  await until('the replica is there', async () => {
    await world.rebuild.replicate(region);
    return (await world.rebuild.look(region)).database?.state === 'available';
  });
  await until('the agent sees it', async () => (await world.agent.observe(region)).inRecovery);
}

/** What every implementation of `Rebuild` holds. */
export function describeRebuild(name: string, makeWorld: MakeWorld, ofAll?: SharedWorld): void {
  describe(`rebuilding in ${name}`, () => {
    const shared = ofAll ?? sharedWorld(makeWorld);

    it('finds the databases as they are, nothing kept, nothing different and nothing in the way', async () => {
      const { world, regions } = shared();
      const inPrimary = await world.rebuild.look(regions.primary);
      expect(inPrimary.database).toEqual({ state: 'available', replicaOf: null });
      const inDr = await world.rebuild.look(regions.dr);
      expect(inDr.database).toEqual({ state: 'available', replicaOf: regions.primary });
      for (const region of Object.values(regions)) {
        expect(await world.rebuild.kept(region)).toEqual([]);
        expect(await world.rebuild.obstacles(region)).toEqual([]);
      }
    });

    it('makes nothing where there is a database, and sets no replica aside', async () => {
      const { world, regions } = shared();
      await world.rebuild.replicate(regions.primary);
      await expect(world.rebuild.setAside({ region: regions.dr, keptAs: 'old-2026-11-29-dr-1' })).rejects.toThrow(Refused);
      expect(await world.database.status(regions.primary)).toEqual({ state: 'available', replicaOf: null });
      expect(await world.database.status(regions.dr)).toEqual({ state: 'available', replicaOf: regions.primary });
      expect(await world.rebuild.kept(regions.dr)).toEqual([]);
    });

    it('cannot be asked in a Region that is cut off, and begins nothing in one that is frozen', async () => {
      const { world, regions, cutOff, freeze, heal, until } = shared();
      const behind = behindIn(shared(), 'dr-2');
      await cutOff(regions.primary);
      await unavailable(world.rebuild.look(regions.primary), world.rebuild.snapshot(behind));
      await heal(regions.primary);
      await until('the Region answers', async () => (await world.rebuild.look(regions.primary)).database !== null);
      await freeze(regions.primary);
      await expect(world.rebuild.snapshot(behind)).rejects.toThrow(Unavailable);
      await expect(world.rebuild.setAside(behind)).rejects.toThrow(Unavailable);
      await heal(regions.primary);
      expect(await world.rebuild.kept(regions.primary)).toEqual([]);
    });

    it(
      'keeps a snapshot and the database itself under another name, and makes a replica of the other Region under its own',
      inFreshWorld(makeWorld, async (harness) => {
        const { world, regions, writer, until } = harness;
        const behind = behindIn(harness);
        expect(await writer.commit(regions.primary)).toBe(true);
        await moved(harness);
        expect(await writer.commit(regions.dr)).toBe(true);

        await Promise.all([world.rebuild.snapshot(behind), world.rebuild.snapshot(behind)]);
        await snapshotted(harness, behind);
        await world.rebuild.snapshot(behind);
        await setAside(harness, behind);
        await world.rebuild.setAside(behind);
        await expect(world.database.status(regions.primary)).rejects.toThrow(Refused);
        await expect(world.agent.observe(regions.primary)).rejects.toThrow(Unavailable);

        await rebuilt(harness, behind);
        await world.rebuild.replicate(regions.primary);
        await world.rebuild.snapshot(behind);
        expect(await world.database.status(regions.primary)).toEqual({ state: 'available', replicaOf: regions.dr });
        expect((await world.rebuild.differences(regions.primary)).length).toBeGreaterThan(0);
        await until('every property is as it was', async () => {
          await world.rebuild.restore(regions.primary);
          return (await world.rebuild.differences(regions.primary)).length === 0;
        });
        const kept = await world.rebuild.kept(regions.primary);
        expect(kept.map(({ kind, keptAs, isMade }) => [kind, keptAs, isMade]).toSorted()).toEqual([
          ['instance', behind.keptAs, true],
          ['snapshot', behind.keptAs, true],
        ]);
        expect(new Set(kept.map(({ perDay }) => perDay === null || perDay >= 0))).toEqual(new Set([true]));
        expect(await world.rebuild.kept(regions.dr)).toEqual([]);

        expect(await writer.commit(regions.dr)).toBe(true);
        expect(await writer.commit(regions.primary)).toBe(false);
        await replicated(harness, regions.dr);
        expect((await world.agent.stranded(regions.dr, regions.primary, 0)).count).toBe(0);
      }),
    );

    it(
      'keeps a snapshot, and makes a replica that follows again, whose Region was killed meanwhile, and that can be promoted',
      inFreshWorld(makeWorld, async (harness) => {
        const { world, regions, writer, kill, heal, until } = harness;
        const behind = behindIn(harness);
        await moved(harness);
        await world.rebuild.snapshot(behind);
        await kill(regions.primary);
        await heal(regions.primary);
        await snapshotted(harness, behind);
        await setAside(harness, behind);
        await rebuilt(harness, behind);
        await kill(regions.primary);
        await heal(regions.primary);
        expect(await writer.commit(regions.dr)).toBe(true);
        await replicated(harness, regions.dr);
        await world.agent.fence(regions.dr);
        await world.database.promote(regions.primary);
        await until('it is promoted', async () => !(await world.agent.observe(regions.primary)).inRecovery);
        await world.agent.open(regions.primary);
        expect(await writer.commit(regions.primary)).toBe(true);
        expect(await writer.commit(regions.dr)).toBe(false);
      }),
    );
  });
}
