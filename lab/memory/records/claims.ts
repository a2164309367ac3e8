import {
  holds,
  passedOn,
  standingOf,
  unclaimed,
  whyBusy,
  whyLocked,
  whyNotPass,
  whyNotStop,
  whyNotTakeOver,
} from '../../../orchestrator/domain/claim-rules.ts';
import { Busy, Refused } from '../../../orchestrator/domain/errors.ts';
import type { Claim } from '../../../orchestrator/domain/run.ts';
import type { Writer } from '../../../orchestrator/domain/writer.ts';
import type { Claims } from '../../../orchestrator/ports/records.ts';

/** Claims in memory, and the writer of an application at once, as a Region reads it at home. */
export interface MemoryClaims extends Claims {
  recordedWriter(application: string): Writer | null;
}

/** What outlives a run. */
const kept = ({ writer, lock }: Claim) => ({ writer, lock });

/** Claims in memory: looking and writing happen in one go, as a conditional write does. */
export function memoryClaims(): MemoryClaims {
  const claims = new Map<string, Claim>();
  let lastNumber = 0;

  const find = (application: string) => claims.get(application) ?? unclaimed(application);
  const save = <C extends Claim>(claim: C) => {
    claims.set(claim.application, claim);
    return claim;
  };

  return {
    recordedWriter: (application) => find(application).writer,
    look: async (application) => find(application),

    async take(application, at) {
      const claim = find(application);
      const busy = whyBusy(claim);
      if (busy !== null) throw new Busy(busy);
      const locked = whyLocked(claim);
      if (locked !== null) throw new Refused(locked);
      const run = `DR-${++lastNumber}`;
      return save({ ...unclaimed(application), ...kept(claim), epoch: claim.epoch + 1, run, takenAt: at });
    },

    async wait(application, at, behind) {
      const claim = find(application);
      if (claim.run === null) return null;
      const busy = whyBusy(claim, behind);
      if (busy !== null) throw new Busy(busy);
      const locked = whyLocked(claim);
      if (locked !== null) throw new Refused(locked);
      const next = { run: `DR-${++lastNumber}`, epoch: claim.epoch + 1, takenAt: at, stop: null };
      save({ ...claim, next });
      return next;
    },

    async takeOver(waiter, over) {
      const claim = find(waiter.application);
      if (holds(claim, waiter)) return claim;
      const why = whyNotTakeOver(claim, waiter, over);
      if (why === null) return save(passedOn(claim));
      if (standingOf(claim, waiter)?.stop === null) throw new Busy(why);
      throw new Refused(why);
    },

    async stop(holder, stop) {
      const claim = find(holder.application);
      const why = whyNotStop(claim, holder, stop.kind);
      if (why !== null) throw new Refused(why);
      const standing = standingOf(claim, holder);
      if (standing === null || standing.stop !== null) return claim;
      if (standing.holds || claim.next === null) return save({ ...claim, stop: { ...stop } });
      return save({ ...claim, next: { ...claim.next, stop: { ...stop } } });
    },

    async passPointOfNoReturn(holder, to, at) {
      const claim = find(holder.application);
      const why = whyNotPass(claim, holder);
      if (why !== null) throw new Refused(why);
      if (claim.pointOfNoReturnAt !== null) return claim;
      const { run, epoch } = holder;
      return save({ ...claim, pointOfNoReturnAt: at, writer: { region: to, epoch, run } });
    },

    async release(holder) {
      const claim = find(holder.application);
      const standing = standingOf(claim, holder);
      if (standing !== null) save(standing.holds ? passedOn(claim) : { ...claim, next: null });
    },

    lock: async (application, lock) => save({ ...find(application), lock: { ...lock } }),
    unlock: async (application) => save({ ...find(application), lock: null }),
  };
}
