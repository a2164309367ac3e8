import { beforeAll, describe, expect, it } from 'vitest';
import { Busy, Refused } from '../../orchestrator/domain/errors.ts';
import type { Claim } from '../../orchestrator/domain/run.ts';
import type { Claims } from '../../orchestrator/ports/records.ts';
import { type MakeRecords, race, times, unused } from './samples.ts';

const free = { epoch: 0, run: null, takenAt: null, stop: null, pointOfNoReturnAt: null, next: null, writer: null, lock: null };
const to = 'us-west-2';
const abort = { kind: 'abort', by: 'U0REQUESTER', at: 5 } as const;
const stop = { kind: 'stop', by: 'U0APPROVER1', at: 6 } as const;

/** What every implementation of `Claims` holds. */
export function describeClaims(name: string, makeRecords: MakeRecords): void {
  describe(`claims in ${name}`, () => {
    let claims: Claims;
    beforeAll(async () => {
      ({ claims } = await makeRecords());
    });

    it('are free, in epoch 0, for an application that nobody has claimed', async () => {
      const application = unused('shop');
      expect(await claims.look(application)).toEqual({ ...free, application });
    });

    it('name the run that took the application, and its epoch', async () => {
      const application = unused('shop');
      const claim = await claims.take(application, 3);
      expect(claim).toEqual({ ...free, application, epoch: 1, run: claim.run, takenAt: 3 });
      expect(claim.run).toMatch(/^DR-[1-9]\d*$/);
      expect(await claims.look(application)).toEqual(claim);
    });

    it('refuse every run of a locked application, saying who locked it and why, until that is lifted', async () => {
      const application = unused('shop');
      const lock = { by: 'U0REQUESTER', reason: 'a migration is under way', at: 4 };
      expect(await claims.lock(application, lock)).toEqual({ ...free, application, lock });
      const told = /is locked by U0REQUESTER \(a migration is under way\)/;
      await expect(claims.take(application, 5)).rejects.toThrow(told);
      await expect(claims.take(application, 5)).rejects.toThrow(Refused);
      expect(await claims.unlock(application)).toEqual({ ...free, application });
      expect((await claims.take(application, 6)).takenAt).toBe(6);
    });

    it('let a run that is under way go on when the application is locked, and stay locked after it', async () => {
      const application = unused('shop');
      const { run, epoch } = await claims.take(application, 3);
      const lock = { by: 'U0REQUESTER', reason: 'enough for today', at: 4 };
      expect(await claims.lock(application, lock)).toMatchObject({ run, lock });
      expect((await claims.passPointOfNoReturn({ application, run, epoch }, to, 5)).pointOfNoReturnAt).toBe(5);
      await claims.release({ application, run, epoch });
      expect((await claims.look(application)).lock).toEqual(lock);
      await expect(claims.take(application, 6)).rejects.toThrow(Refused);
    });

    it('number runs over all applications, one after the other', async () => {
      const first = await claims.take(unused('shop'), 3);
      const second = await claims.take(unused('shop'), 3);
      expect(Number(second.run.slice(3))).toBe(Number(first.run.slice(3)) + 1);
    });

    it('refuse a second run, naming the one that holds the application, and use up no number', async () => {
      const application = unused('shop');
      const { run } = await claims.take(application, 3);
      const second = claims.take(application, 3);
      await expect(second).rejects.toThrow(Busy);
      await expect(second).rejects.toThrow(run);
      const next = await claims.take(unused('shop'), 3);
      expect(Number(next.run.slice(3))).toBe(Number(run.slice(3)) + 1);
    });

    it('go to exactly one of 20 that take at once, and the others are told which run has it', async () => {
      const application = unused('shop');
      const { won, lost } = await race(times(20, () => () => claims.take(application, 3)));
      expect(won).toHaveLength(1);
      expect(lost).toHaveLength(19);
      for (const reason of lost) {
        expect(reason).toBeInstanceOf(Busy);
        expect((reason as Busy).message).toContain(won[0]?.run);
      }
      expect(await claims.look(application)).toEqual(won[0]);
    });

    it('give every one of 20 applications claimed at once a run of its own', async () => {
      const { won } = await race(times(20, () => () => claims.take(unused('shop'), 3)));
      expect(new Set(won.map(({ run }) => run)).size).toBe(20);
    });

    it('are free again after release, and the next one has the next epoch and nothing of the last', async () => {
      const application = unused('shop');
      const first = await claims.take(application, 3);
      await claims.passPointOfNoReturn(first, to, 4);
      await claims.stop(first, stop);
      await claims.release(first);
      const writer = { region: to, epoch: 1, run: first.run };
      expect(await claims.look(application)).toEqual({ ...free, application, epoch: 1, writer });
      const second = await claims.take(application, 3);
      expect(second).toMatchObject({ epoch: 2, stop: null, pointOfNoReturnAt: null });
      expect(second.run).not.toBe(first.run);
    });

    it('stay as they are when a run of an old epoch releases, stops or passes', async () => {
      const application = unused('shop');
      const old = await claims.take(application, 3);
      await claims.release(old);
      const current = await claims.take(application, 3);
      await claims.release(old);
      await expect(claims.stop(old, stop)).rejects.toThrow(Refused);
      await expect(claims.passPointOfNoReturn(old, to, 7)).rejects.toThrow(current.run);
      const mixed = { ...current, epoch: old.epoch };
      await claims.release(mixed);
      await expect(claims.stop(mixed, stop)).rejects.toThrow(Refused);
      await expect(claims.passPointOfNoReturn(mixed, to, 7)).rejects.toThrow(Refused);
      expect(await claims.look(application)).toEqual(current);
    });

    it('stay free when a run releases twice or touches them afterwards', async () => {
      const application = unused('shop');
      const claim = await claims.take(application, 3);
      await claims.release(claim);
      await claims.release(claim);
      await expect(claims.stop(claim, abort)).rejects.toThrow(Refused);
      await expect(claims.passPointOfNoReturn(claim, to, 7)).rejects.toThrow(Refused);
      expect(await claims.look(application)).toEqual({ ...free, application, epoch: 1 });
    });

    it('remember who stopped the run, and the first one stands', async () => {
      const claim = await claims.take(unused('shop'), 3);
      expect(await claims.stop(claim, abort)).toEqual({ ...claim, stop: abort });
      expect(await claims.stop(claim, { ...stop, at: 9 })).toEqual({ ...claim, stop: abort });
      expect(await claims.look(claim.application)).toEqual({ ...claim, stop: abort });
    });

    it('refuse the point of no return to a run that was stopped', async () => {
      const claim = await claims.take(unused('shop'), 3);
      await claims.stop(claim, abort);
      await expect(claims.passPointOfNoReturn(claim, to, 7)).rejects.toThrow(Refused);
      expect(await claims.look(claim.application)).toMatchObject({ pointOfNoReturnAt: null });
    });

    it('pass the point of no return once: passing again keeps the first time', async () => {
      const claim = await claims.take(unused('shop'), 3);
      const passed = await claims.passPointOfNoReturn(claim, to, 7);
      expect(passed).toEqual({ ...claim, pointOfNoReturnAt: 7, writer: { region: to, epoch: 1, run: claim.run } });
      expect(await claims.passPointOfNoReturn(claim, to, 8)).toEqual(passed);
    });

    it('remember who the writer is until a later run passes its point of no return', async () => {
      const application = unused('shop');
      const away = await claims.take(application, 3);
      const { writer } = await claims.passPointOfNoReturn(away, to, 4);
      expect(writer).toEqual({ region: to, epoch: 1, run: away.run });
      await claims.release(away);
      const denied = await claims.take(application, 5);
      await claims.stop(denied, abort);
      await expect(claims.passPointOfNoReturn(denied, 'us-east-1', 6)).rejects.toThrow(Refused);
      await claims.release(denied);
      const home = await claims.take(application, 7);
      expect(home.writer).toEqual(writer);
      await claims.passPointOfNoReturn(home, 'us-east-1', 8);
      await claims.release(home);
      expect((await claims.look(application)).writer).toEqual({ region: 'us-east-1', epoch: 3, run: home.run });
    });

    it('refuse an abort past the point of no return, but not a stop', async () => {
      const claim = await claims.take(unused('shop'), 3);
      const passed = await claims.passPointOfNoReturn(claim, to, 7);
      await expect(claims.stop(claim, abort)).rejects.toThrow(/point of no return/);
      expect(await claims.look(claim.application)).toEqual(passed);
      expect(await claims.stop(claim, stop)).toEqual({ ...passed, stop });
    });

    it('are never taken once they are locked, when a lock meets taking', async () => {
      for (const [index] of times(20, () => 0).entries()) {
        const application = unused('shop');
        const locked: Claim[] = [];
        const lock = { by: 'U0REQUESTER', reason: 'a migration is under way', at: 4 };
        const attempts = [
          async () => void (await claims.take(application, 3)),
          async () => void locked.push(await claims.lock(application, lock)),
        ];
        const { lost } = await race(index % 2 === 0 ? attempts : attempts.toReversed());
        expect(lost).toHaveLength(locked[0]?.run === null ? 1 : 0);
        for (const reason of lost) expect(reason).toBeInstanceOf(Refused);
      }
    });

    it('let exactly one win when abort meets the point of no return', async () => {
      for (const [index] of times(20, () => 0).entries()) {
        const claim = await claims.take(unused('shop'), 3);
        const attempts = [() => claims.stop(claim, abort), () => claims.passPointOfNoReturn(claim, to, 7)];
        const { won, lost } = await race(index % 2 === 0 ? attempts : attempts.toReversed());
        expect(won).toHaveLength(1);
        expect(lost[0]).toBeInstanceOf(Refused);
        const after = await claims.look(claim.application);
        expect(after).toEqual(won[0]);
        expect(after.stop === null).toBe(after.pointOfNoReturnAt !== null);
      }
    });
  });
}
