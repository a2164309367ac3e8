import { describe, expect, it } from 'vitest';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import type { Drill } from '../../orchestrator/ports/drills.ts';
import type { MakeWorld, WorldHarness } from './harness.ts';
import { inFreshWorld, replicated, type SharedWorld, sharedWorld, unavailable } from './in-world.ts';

const drillIn = ({ regions }: WorldHarness, run = 'DR-7'): Drill => ({ region: regions.dr, run });

async function copied({ world, until }: WorldHarness, drill: Drill): Promise<void> {
  await world.drills.copy(drill);
  await until('the copy is made and the standby is available', async () => {
    const { database } = await world.drills.look(drill);
    const standby = await world.database.status(drill.region);
    return database?.state === 'available' && standby.state === 'available';
  });
  await until('the copy shows data', async () => (await world.drills.observe(drill)).replayedLsn !== null);
}

async function promoted({ world, until }: WorldHarness, drill: Drill): Promise<void> {
  await world.drills.promote(drill);
  await until('the copy is promoted', async () => {
    const { database } = await world.drills.look(drill);
    return database?.replicaOf === null && database.state === 'available' && !(await world.drills.observe(drill)).inRecovery;
  });
}

async function gone({ world, until }: WorldHarness, drill: Drill): Promise<void> {
  await until('the drill is gone', async () => {
    await world.drills.remove(drill);
    const { database, tasks } = await world.drills.look(drill);
    return database === null && tasks.length === 0;
  });
}

/** What every implementation of `Drills` holds. */
export function describeDrills(name: string, makeWorld: MakeWorld, ofAll?: SharedWorld): void {
  describe(`drills in ${name}`, () => {
    const shared = ofAll ?? sharedWorld(makeWorld);

    it('find nothing of a run that holds none, and remove nothing', async () => {
      const { world, regions } = shared();
      const drill = drillIn(shared(), 'DR-1');
      expect(await world.drills.look(drill)).toEqual({ database: null, tasks: [] });
      await world.drills.remove(drill);
      for (const region of Object.values(regions)) {
        expect(await world.drills.leftovers(region)).toEqual([]);
        for (const source of ['replica', 'backups'] as const) expect(await world.drills.obstacles(region, source)).toEqual([]);
      }
    });

    it('cannot be asked in a Region that is cut off, and begin nothing in one that is frozen', async () => {
      const { world, regions, cutOff, freeze, heal, until } = shared();
      const drill = drillIn(shared(), 'DR-2');
      await cutOff(regions.dr);
      await unavailable(world.drills.look(drill), world.drills.copy(drill));
      await heal(regions.dr);
      await until('the Region answers', async () => (await world.drills.look(drill)).database === null);
      await freeze(regions.dr);
      await expect(world.drills.copy(drill)).rejects.toThrow(Unavailable);
      expect((await world.drills.look(drill)).database).toBeNull();
      await heal(regions.dr);
    });

    it(
      'copy the database of the Region and follow it, and may not be opened before they are cut off from it',
      inFreshWorld(makeWorld, async (harness) => {
        const { world, writer, regions } = harness;
        const drill = drillIn(harness);
        expect(await writer.commit(regions.primary)).toBe(true);
        await copied(harness, drill);
        await world.drills.copy(drill);
        expect(await world.drills.look(drill)).toEqual({ database: { state: 'available', replicaOf: regions.dr }, tasks: [] });
        expect(await world.drills.leftovers(regions.dr)).toEqual([drill.run]);
        expect((await world.drills.observe(drill)).inRecovery).toBe(true);
        await expect(world.drills.open(drill)).rejects.toThrow(Refused);
        await expect(world.drills.mark(drill, { run: drill.run, epoch: 7 })).rejects.toThrow(Refused);
        await gone(harness, drill);
        expect(await world.drills.leftovers(regions.dr)).toEqual([]);
      }),
    );

    it(
      'promote, mark and open the copy and read and write through tasks of their own, of which production feels nothing',
      inFreshWorld(makeWorld, async (harness) => {
        const { world, application, regions, writer, until } = harness;
        const drill = drillIn(harness);
        const before = await world.services.look(regions.dr);
        await copied(harness, drill);
        await promoted(harness, drill);
        await world.drills.promote(drill);
        await world.drills.mark(drill, { run: drill.run, epoch: 7 });
        const opened = await world.drills.open(drill);
        expect(opened).toMatchObject({ inRecovery: false, writersMayLogin: true, marker: { run: drill.run, epoch: 7 } });

        await world.drills.start(drill);
        await until('a task of each service runs', async () => {
          const { tasks } = await world.drills.look(drill);
          return tasks.length === Object.keys(application.services).length && tasks.every(({ state }) => state === 'running');
        });
        await world.drills.start(drill);
        const { tasks } = await world.drills.look(drill);
        expect(tasks.map(({ service }) => service).toSorted()).toEqual(Object.keys(application.services).toSorted());
        await until('reads and writes work', async () => {
          const { readOk, writeOk } = await world.drills.probe(drill);
          return readOk && writeOk;
        });

        expect(await writer.commit(regions.primary)).toBe(true);
        await replicated(harness);
        expect(await world.database.status(regions.dr)).toEqual({ state: 'available', replicaOf: regions.primary });
        for (const region of Object.values(regions)) expect((await world.agent.observe(region)).marker).toBeNull();
        expect(await world.services.look(regions.dr)).toEqual(before);

        await gone(harness, drill);
        expect(await world.drills.leftovers(regions.dr)).toEqual([]);
        expect(await writer.commit(regions.primary)).toBe(true);
        await replicated(harness);
      }),
    );

    it(
      'come from backups as servers of their own, while the standby can be promoted at any moment',
      inFreshWorld(makeWorld, async (harness) => {
        const { world, regions, writer, until } = harness;
        const drill = drillIn(harness);
        expect(await writer.commit(regions.primary)).toBe(true);
        await replicated(harness);
        await world.drills.restore(drill);
        expect((await world.database.status(regions.dr)).state).toBe('available');
        await world.drills.restore(drill);
        await until('the copy is restored', async () => (await world.drills.look(drill)).database?.state === 'available');
        expect((await world.drills.look(drill)).database?.replicaOf).toBeNull();
        const opened = await world.drills.open(drill);
        expect([opened.inRecovery, opened.writersMayLogin]).toEqual([false, true]);
        expect((await world.agent.observe(regions.dr)).inRecovery).toBe(true);
        await gone(harness, drill);
      }),
    );

    it(
      'are found, and can be removed, after a Region was killed with them in it',
      inFreshWorld(makeWorld, async (harness) => {
        const { world, regions, kill, heal } = harness;
        const drill = drillIn(harness);
        await copied(harness, drill);
        await kill(regions.dr);
        await expect(world.drills.look(drill)).rejects.toThrow(Unavailable);
        await heal(regions.dr);
        expect(await world.drills.leftovers(regions.dr)).toEqual([drill.run]);
        await gone(harness, drill);
        expect(await world.drills.leftovers(regions.dr)).toEqual([]);
      }),
    );
  });
}
