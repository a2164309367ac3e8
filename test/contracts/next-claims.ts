import { beforeAll, describe, expect, it } from 'vitest';
import { Busy, Refused } from '../../orchestrator/domain/errors.ts';
import type { Claims } from '../../orchestrator/ports/records.ts';
import { type MakeRecords, race, times, unused } from './samples.ts';

const to = 'us-west-2';
const abort = { kind: 'abort', by: 'U0REQUESTER', at: 5 } as const;

/** What every implementation of `Claims` holds about a run that waits for the claim of another. */
export function describeNextClaims(name: string, makeRecords: MakeRecords): void {
  describe(`claims that are waited for in ${name}`, () => {
    let claims: Claims;
    beforeAll(async () => {
      ({ claims } = await makeRecords());
    });

    async function waited() {
      const application = unused('shop');
      const holder = await claims.take(application, 3);
      const next = await claims.wait(application, 4, holder);
      if (next === null) throw new Error('Nobody holds it.');
      return { application, holder, next, waiter: { application, run: next.run, epoch: next.epoch } };
    }

    it('stay with the run that holds them, which can do all that it could, and the other has the next epoch', async () => {
      const { application, holder, next } = await waited();
      expect(next).toEqual({ run: next.run, epoch: 2, takenAt: 4, stop: null });
      expect(next.run).toMatch(/^DR-[1-9]\d*$/);
      expect(await claims.look(application)).toEqual({ ...holder, next });
      const passed = await claims.passPointOfNoReturn(holder, to, 5);
      expect(passed).toEqual({ ...holder, next, pointOfNoReturnAt: 5, writer: { region: to, epoch: 1, run: holder.run } });
    });

    it('refuse the point of no return to the run that waits', async () => {
      const { application, waiter } = await waited();
      await expect(claims.passPointOfNoReturn(waiter, to, 5)).rejects.toThrow(Refused);
      expect((await claims.look(application)).writer).toBeNull();
    });

    it('are taken over with nothing of the stop of the run before, which can do nothing any more; and once more is the same', async () => {
      const { application, holder, next, waiter } = await waited();
      await claims.stop(holder, abort);
      const taken = await claims.takeOver(waiter, holder);
      expect(taken).toMatchObject({ epoch: 2, run: next.run, takenAt: 4, stop: null, next: null });
      await expect(claims.passPointOfNoReturn(holder, to, 6)).rejects.toThrow(next.run);
      await claims.release(holder);
      expect(await claims.takeOver(waiter, null)).toEqual(taken);
      expect(await claims.look(application)).toEqual(taken);
    });

    it('are not taken over from a run past its point of no return, from another than the one named, or from none', async () => {
      const { application, holder, waiter } = await waited();
      await expect(claims.takeOver(waiter, { ...holder, run: 'DR-0' })).rejects.toThrow(Busy);
      await expect(claims.takeOver(waiter, null)).rejects.toThrow(holder.run);
      await claims.passPointOfNoReturn(holder, to, 5);
      await expect(claims.takeOver(waiter, holder)).rejects.toThrow(Busy);
      expect((await claims.look(application)).run).toBe(holder.run);
    });

    it('are taken over past the point of no return from a run that has nothing left to move', async () => {
      const { holder, waiter } = await waited();
      await claims.passPointOfNoReturn(holder, to, 5);
      const taken = await claims.takeOver(waiter, { ...holder, isPast: true });
      expect(taken).toMatchObject({ run: waiter.run, pointOfNoReturnAt: null, writer: { region: to, run: holder.run } });
      await claims.stop(waiter, abort);
    });

    it('go to the run that waits once the one before is over, with its own stop alone', async () => {
      const { application, holder, next } = await waited();
      await claims.stop(holder, abort);
      await claims.passPointOfNoReturn(holder, to, 5).catch(() => {});
      await claims.release(holder);
      const passedOn = { run: next.run, epoch: 2, takenAt: 4, stop: null, pointOfNoReturnAt: null, next: null };
      expect(await claims.look(application)).toMatchObject(passedOn);
      const other = await waited();
      await claims.stop(other.waiter, abort);
      await claims.release(other.holder);
      expect(await claims.look(other.application)).toMatchObject({ run: other.next.run, stop: abort, next: null });
    });

    it('are waited for no longer by a run that gives that up, and nothing else changes', async () => {
      const { application, holder, waiter } = await waited();
      await claims.release(waiter);
      expect(await claims.look(application)).toEqual(holder);
      await expect(claims.takeOver(waiter, holder)).rejects.toThrow(Refused);
      await expect(claims.stop(waiter, abort)).rejects.toThrow(Refused);
    });

    it('remember who stopped the run that waits, which takes nothing over any more; the other goes on', async () => {
      const { application, holder, next, waiter } = await waited();
      const stopped = { ...holder, next: { ...next, stop: abort } };
      expect(await claims.stop(waiter, abort)).toEqual(stopped);
      expect(await claims.stop(waiter, { kind: 'stop', by: 'U0APPROVER1', at: 9 })).toEqual(stopped);
      await expect(claims.takeOver(waiter, holder)).rejects.toThrow(/was aborted by U0REQUESTER/);
      await expect(claims.takeOver(waiter, holder)).rejects.toThrow(Refused);
      expect(await claims.look(application)).toEqual(stopped);
    });

    it('can be waited for by one run, and neither behind another than the one that holds them nor where they are locked or free', async () => {
      const { application, holder, next } = await waited();
      await expect(claims.wait(application, 5, holder)).rejects.toThrow(next.run);
      await expect(claims.take(application, 5)).rejects.toThrow(Busy);
      const other = await claims.take(unused('shop'), 3);
      await expect(claims.wait(other.application, 5, { ...other, epoch: 9 })).rejects.toThrow(Busy);
      await claims.lock(other.application, { by: 'U0REQUESTER', reason: 'not now', at: 4 });
      await expect(claims.wait(other.application, 5, other)).rejects.toThrow(/is locked by U0REQUESTER/);
      await claims.release(other);
      expect(await claims.wait(other.application, 5, other)).toBeNull();
    });

    it('are waited for by exactly one of 20 that ask at once', async () => {
      const application = unused('shop');
      const holder = await claims.take(application, 3);
      const { won, lost } = await race(times(20, () => () => claims.wait(application, 4, holder)));
      expect(won).toHaveLength(1);
      for (const reason of lost) expect(reason).toBeInstanceOf(Busy);
      expect((await claims.look(application)).next).toEqual(won[0]);
    });

    it('let exactly one win when taking over meets the point of no return of the run before', async () => {
      for (const [index] of times(20, () => 0).entries()) {
        const { application, holder, waiter } = await waited();
        const attempts = [() => claims.takeOver(waiter, holder), () => claims.passPointOfNoReturn(holder, to, 5)];
        const { won } = await race(index % 2 === 0 ? attempts : attempts.toReversed());
        expect(won).toHaveLength(1);
        const after = await claims.look(application);
        expect(after).toEqual(won[0]);
        expect(after.run).toBe(after.pointOfNoReturnAt === null ? waiter.run : holder.run);
      }
    });

    it('have one holder and nobody who waits, when taking over meets the end of the run before', async () => {
      for (const [index] of times(20, () => 0).entries()) {
        const { application, holder, next, waiter } = await waited();
        const ways = [async () => void (await claims.takeOver(waiter, holder)), () => claims.release(holder)];
        await race(index % 2 === 0 ? ways : ways.toReversed());
        expect(await claims.look(application)).toMatchObject({ run: next.run, epoch: 2, next: null });
      }
    });
  });
}
