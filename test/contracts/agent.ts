import { describe, expect, it } from 'vitest';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import { lsnToBytes } from '../../orchestrator/domain/lsn.ts';
import type { MakeWorld } from './harness.ts';
import { inFreshWorld, promoted, replicated, type SharedWorld, sharedWorld, unavailable } from './in-world.ts';

const LSN = /^[0-9A-F]{1,8}\/[0-9A-F]{1,8}$/;

/** What every implementation of `Agent` holds. */
export function describeAgent(name: string, makeWorld: MakeWorld, ofAll?: SharedWorld): void {
  describe(`the agent of ${name}`, () => {
    const shared = ofAll ?? sharedWorld(makeWorld);

    it('tells the writer from the replica', async () => {
      const { world, regions } = shared();
      const writer = await world.agent.observe(regions.primary);
      expect(writer).toMatchObject({ inRecovery: false, writersMayLogin: true, receivedLsn: null, replayedLsn: null });
      expect(writer.flushLsn).toMatch(LSN);
      const replica = await world.agent.observe(regions.dr);
      expect(replica).toMatchObject({ inRecovery: true, writersMayLogin: true, flushLsn: null });
      expect(replica.receivedLsn).toMatch(LSN);
      expect(replica.replayedLsn).toMatch(LSN);
    });

    it('sees a write on the writer at once and on the replica after a while, with the time of its commit', async () => {
      const harness = shared();
      const { world, regions, writer } = harness;
      const before = await world.agent.observe(regions.primary);
      const startedAt = world.clock.now();
      expect(await writer.commit(regions.primary)).toBe(true);
      const after = await world.agent.observe(regions.primary);
      expect(lsnToBytes(after.flushLsn ?? '') > lsnToBytes(before.flushLsn ?? '')).toBe(true);
      await replicated(harness);
      const { lastCommitAt } = await world.agent.observe(regions.dr);
      expect(lastCommitAt).toBeGreaterThanOrEqual(startedAt);
      expect(lastCommitAt).toBeLessThanOrEqual(world.clock.now());
    });

    it('sees open sessions of writers', async () => {
      const { world, regions, writer, until } = shared();
      const session = await writer.connect(regions.primary);
      expect((await world.agent.observe(regions.primary)).writerSessions).toBeGreaterThan(0);
      expect(await session.commit()).toBe(true);
      const { writerSessions } = await world.agent.observe(regions.primary);
      await session.close();
      const hasLeft = async () => (await world.agent.observe(regions.primary)).writerSessions < writerSessions;
      await until('the session is gone', hasLeft);
    });

    it('fences: no writer can log in, open sessions end, and fencing again is the same', async () => {
      const { world, regions, writer, until } = shared();
      const session = await writer.connect(regions.primary);
      expect((await world.agent.fence(regions.primary)).writersMayLogin).toBe(false);
      const isEmpty = async () => (await world.agent.fence(regions.primary)).writerSessions === 0;
      await until('no session of a writer is left', isEmpty);
      expect(await session.commit()).toBe(false);
      expect(await writer.commit(regions.primary)).toBe(false);
      expect(await world.agent.observe(regions.primary)).toMatchObject({ writersMayLogin: false, writerSessions: 0 });
      await world.agent.open(regions.primary);
    });

    it('opens again, and opening again is the same', async () => {
      const { world, regions, writer } = shared();
      await world.agent.fence(regions.primary);
      expect((await world.agent.open(regions.primary)).writersMayLogin).toBe(true);
      expect((await world.agent.open(regions.primary)).writersMayLogin).toBe(true);
      expect(await writer.commit(regions.primary)).toBe(true);
    });

    it('reports a prepared transaction, which a fence does not end', async () => {
      const { world, regions, writer } = shared();
      const rollBack = await writer.prepare(regions.primary);
      expect((await world.agent.observe(regions.primary)).preparedTransactions).toBe(1);
      expect((await world.agent.fence(regions.primary)).preparedTransactions).toBe(1);
      await rollBack();
      expect((await world.agent.observe(regions.primary)).preparedTransactions).toBe(0);
      await world.agent.open(regions.primary);
    });

    it('refuses to fence, to open or to mark a replica', async () => {
      const { world, regions } = shared();
      await expect(world.agent.fence(regions.dr)).rejects.toThrow(Refused);
      await expect(world.agent.open(regions.dr)).rejects.toThrow(Refused);
      await expect(world.agent.mark(regions.dr, { run: 'DR-1', epoch: 1 })).rejects.toThrow(Refused);
      expect((await world.agent.observe(regions.dr)).marker).toBeNull();
    });

    it('proves by a marker that the replica has everything committed before it', async () => {
      const { world, regions, writer, until } = shared();
      await writer.commit(regions.primary);
      const marker = { run: 'DR-7', epoch: 7 };
      const mark = await world.agent.mark(regions.primary, marker);
      expect(mark).toMatch(LSN);
      expect((await world.agent.observe(regions.primary)).marker).toEqual(marker);
      await until('the replica has replayed the marker', async () => {
        const { replayedLsn } = await world.agent.observe(regions.dr);
        return replayedLsn !== null && lsnToBytes(replayedLsn) >= lsnToBytes(mark);
      });
      expect((await world.agent.observe(regions.dr)).marker).toEqual(marker);
      const since = world.clock.now() - 3_600_000;
      expect(await world.agent.stranded(regions.primary, regions.dr, since)).toEqual({ count: 0, keys: [] });
    });

    it('may mark again, and shows the marker of the highest epoch', async () => {
      const { world, regions } = shared();
      await world.agent.mark(regions.primary, { run: 'DR-9', epoch: 9 });
      await world.agent.mark(regions.primary, { run: 'DR-9', epoch: 9 });
      await world.agent.mark(regions.primary, { run: 'DR-8', epoch: 8 });
      expect((await world.agent.observe(regions.primary)).marker).toEqual({ run: 'DR-9', epoch: 9 });
    });

    it('marks a fenced server: the fence keeps writers out, not the agent', async () => {
      const { world, regions } = shared();
      await world.agent.fence(regions.primary);
      expect(await world.agent.mark(regions.primary, { run: 'DR-10', epoch: 10 })).toMatch(LSN);
      await world.agent.open(regions.primary);
    });

    it('cannot be asked in a Region that is cut off, whose writers go on writing', async () => {
      const { world, regions, writer, cutOff, heal, until } = shared();
      await cutOff(regions.primary);
      await unavailable(world.agent.observe(regions.primary), world.agent.fence(regions.primary));
      expect(await writer.commit(regions.primary)).toBe(true);
      await heal(regions.primary);
      await until('the agent answers', async () => (await world.agent.observe(regions.primary)).writersMayLogin);
    });

    it('can be asked, and can fence, in a Region that is frozen', async () => {
      const { world, regions, writer, freeze, heal } = shared();
      await freeze(regions.primary);
      expect((await world.agent.fence(regions.primary)).writersMayLogin).toBe(false);
      expect(await writer.commit(regions.primary)).toBe(false);
      await world.agent.open(regions.primary);
      await heal(regions.primary);
    });

    it('finds a killed server as it was, but started later, when its Region heals', async () => {
      const harness = shared();
      const { world, regions, writer, kill, heal, until } = harness;
      await writer.commit(regions.primary);
      const before = await world.agent.observe(regions.primary);
      await kill(regions.primary);
      await expect(world.agent.observe(regions.primary)).rejects.toThrow(Unavailable);
      expect(await writer.commit(regions.primary)).toBe(false);
      await world.clock.sleep(1);
      await heal(regions.primary);
      await until('the agent answers', async () => !(await world.agent.observe(regions.primary)).inRecovery);
      const after = await world.agent.observe(regions.primary);
      expect(after).toMatchObject({ writersMayLogin: true, marker: before.marker });
      expect(after.startedAt).toBeGreaterThan(before.startedAt);
      await until('a writer can commit', () => writer.commit(regions.primary));
      await replicated(harness);
    });

    it(
      'hands the fence on to the replica, so that a promoted one takes no writes until it is opened',
      inFreshWorld(makeWorld, async (harness) => {
        const { world, regions, writer } = harness;
        await world.agent.fence(regions.primary);
        await replicated(harness);
        await promoted(harness);
        expect((await world.agent.observe(regions.dr)).writersMayLogin).toBe(false);
        expect(await writer.commit(regions.dr)).toBe(false);
        expect((await world.agent.open(regions.dr)).writersMayLogin).toBe(true);
        expect(await writer.commit(regions.dr)).toBe(true);
        expect(await writer.commit(regions.primary)).toBe(false);
      }),
    );

    it(
      'counts exactly what a returning writer committed that the new one does not have',
      inFreshWorld(makeWorld, async (harness) => {
        const { world, regions, writer, cutOff, heal, until } = harness;
        await writer.commit(regions.primary);
        await replicated(harness);
        const since = world.clock.now();
        await cutOff(regions.primary);
        await promoted(harness);
        expect(await writer.commit(regions.dr)).toBe(true);
        for (let write = 0; write < 3; write++) expect(await writer.commit(regions.primary)).toBe(true);
        await expect(world.agent.stranded(regions.primary, regions.dr, since)).rejects.toThrow(Unavailable);
        await heal(regions.primary);
        await until('the old writer answers', async () => !(await world.agent.observe(regions.primary)).inRecovery);
        const stranded = await world.agent.stranded(regions.primary, regions.dr, since);
        expect(stranded.count).toBe(3);
        expect(new Set(stranded.keys).size).toBe(3);
        const later = world.clock.now() + 1;
        expect(await world.agent.stranded(regions.primary, regions.dr, later)).toEqual({ count: 0, keys: [] });
      }),
    );
  });
}
