import {
  type Holder,
  holds,
  standingOf,
  type Taken,
  whyBusy,
  whyLocked,
  whyNotPass,
  whyNotStop,
  whyNotTakeOver,
} from '../../domain/claim-rules.ts';
import { Busy, Refused, Unavailable } from '../../domain/errors.ts';
import type { Claim } from '../../domain/run.ts';
import type { Claims } from '../../ports/records.ts';
import { ask, askIf } from '../errors.ts';
import { claimEntity, toClaim } from './claim-entity.ts';
import { numbersOf } from './numbers.ts';
import type { Place } from './table.ts';

/** Claims in DynamoDB: one item per application, so that one condition decides. */
export function claimsIn(place: Place): Claims {
  const claims = claimEntity(place);
  const nextRun = numbersOf(place, 'runs');
  const what = 'The table of claims';

  const look = async (application: string) => {
    const { data } = await ask(what, () => claims.get({ application }).go({ consistent: true }));
    return toClaim(application, data);
  };

  const release = async (holder: Holder): Promise<void> => {
    const { application, run, epoch } = holder;
    const claim = await look(application);
    const standing = standingOf(claim, holder);
    if (standing === null) return;
    const { next } = claim;
    const update = claims.update({ application });
    const written = await askIf(what, () =>
      standing.holds && next !== null
        ? update
            .set({ run: next.run, epoch: next.epoch, takenAt: next.takenAt, ...(next.stop && { stop: next.stop }) })
            .remove(['pointOfNoReturnAt', 'next', ...(next.stop ? [] : (['stop'] as const))])
            .where((seen, { eq, exists, notExists }) => {
              const sameStop = next.stop === null ? notExists(seen.next.stop) : exists(seen.next.stop);
              return `${eq(seen.run, run)} AND ${eq(seen.epoch, epoch)} AND ${eq(seen.next.run, next.run)} AND ${sameStop}`;
            })
            .go()
        : standing.holds
          ? update
              .remove(['run', 'takenAt', 'stop', 'pointOfNoReturnAt'])
              .where((seen, { eq, notExists }) => `${eq(seen.run, run)} AND ${eq(seen.epoch, epoch)} AND ${notExists(seen.next)}`)
              .go()
          : update
              .remove(['next'])
              .where((seen, { eq }) => eq(seen.next.run, run))
              .go(),
    );
    // Who waits came, went or was stopped meanwhile.
    if (written === null) await release(holder);
  };

  const stop: Claims['stop'] = async (holder, flag) => {
    const { application, run, epoch } = holder;
    const claim = await look(application);
    const why = whyNotStop(claim, holder, flag.kind);
    if (why !== null) throw new Refused(why);
    const standing = standingOf(claim, holder);
    if (standing === null || standing.stop !== null) return claim;
    const update = claims.update({ application });
    const written = await askIf(what, () =>
      standing.holds
        ? update
            .set({ stop: flag })
            .where((seen, { eq, notExists }) => {
              const mine = `${eq(seen.run, run)} AND ${eq(seen.epoch, epoch)} AND ${notExists(seen.stop)}`;
              return flag.kind !== 'stop' ? `${mine} AND ${notExists(seen.pointOfNoReturnAt)}` : mine;
            })
            .go({ response: 'all_new' })
        : update
            .data((seen, { set }) => set(seen.next.stop, flag))
            .where((seen, { eq, notExists }) => `${eq(seen.next.run, run)} AND ${notExists(seen.next.stop)}`)
            .go({ response: 'all_new' }),
    );
    return written ? toClaim(application, written.data) : stop(holder, flag);
  };

  return {
    look,
    stop,
    release,

    async take(application, at) {
      checkTakeable(await look(application));
      const run = await nextRun();
      const written = await askIf(what, () =>
        claims
          .update({ application })
          .add({ epoch: 1 })
          .set({ run, takenAt: at })
          .remove(['stop', 'pointOfNoReturnAt'])
          .where((claim, { notExists }) => `${notExists(claim.run)} AND ${notExists(claim.lock)}`)
          .go({ response: 'all_new' }),
      );
      const claim = written ? toClaim(application, written.data) : await look(application);
      if (claim.run === run) return { ...claim, run };
      return throwLost(claim);
    },

    async wait(application, at, behind) {
      const before = await look(application);
      if (before.run === null) return null;
      checkTakeable(before, behind);
      const run = await nextRun();
      const written = await askIf(what, () =>
        claims
          .update({ application })
          .set({ next: { run, epoch: behind.epoch + 1, takenAt: at } })
          .where((claim, { eq, notExists }) => {
            const holds = `${eq(claim.run, behind.run)} AND ${eq(claim.epoch, behind.epoch)}`;
            return `${holds} AND ${notExists(claim.next)} AND ${notExists(claim.lock)}`;
          })
          .go({ response: 'all_new' }),
      );
      const claim = written ? toClaim(application, written.data) : await look(application);
      if (claim.next?.run === run) return claim.next;
      if (claim.run === null) return null;
      return throwLost(claim, behind);
    },

    async takeOver(waiter, over) {
      const { application, run, epoch } = waiter;
      const before = await look(application);
      if (holds(before, waiter)) return before;
      const why = whyNotTakeOver(before, waiter, over);
      if (why !== null) throw standingOf(before, waiter)?.stop === null ? new Busy(why) : new Refused(why);
      const written = await askIf(what, () =>
        claims
          .update({ application })
          .set({ run, epoch, takenAt: before.next?.takenAt ?? 0 })
          .remove(['stop', 'pointOfNoReturnAt', 'next'])
          .where((claim, { eq, notExists }) => {
            const mine = `${eq(claim.next.run, run)} AND ${notExists(claim.next.stop)}`;
            const held = `${eq(claim.run, before.run ?? '')} AND ${eq(claim.epoch, before.epoch)}`;
            return over?.isPast ? `${mine} AND ${held}` : `${mine} AND ${held} AND ${notExists(claim.pointOfNoReturnAt)}`;
          })
          .go({ response: 'all_new' }),
      );
      const claim = written ? toClaim(application, written.data) : await look(application);
      if (holds(claim, waiter)) return claim;
      throw new Unavailable(`The claim of ${application} changed while ${run} was taking it over.`);
    },

    async passPointOfNoReturn({ application, run, epoch }, to, at) {
      const written = await askIf(what, () =>
        claims
          .update({ application })
          .set({ writer: { region: to, epoch, run } })
          .data((claim, { ifNotExists }) => ifNotExists(claim.pointOfNoReturnAt, at))
          .where((claim, { eq, notExists }) => `${eq(claim.run, run)} AND ${eq(claim.epoch, epoch)} AND ${notExists(claim.stop)}`)
          .go({ response: 'all_new' }),
      );
      if (written) return toClaim(application, written.data);
      const why = whyNotPass(await look(application), { application, run, epoch });
      if (why !== null) throw new Refused(why);
      throw new Unavailable(`The claim of ${application} changed while ${run} was writing it.`);
    },

    async lock(application, lock) {
      const { data } = await ask(what, () => claims.update({ application }).set({ lock }).go({ response: 'all_new' }));
      return toClaim(application, data);
    },

    async unlock(application) {
      const { data } = await ask(what, () => claims.update({ application }).remove(['lock']).go({ response: 'all_new' }));
      return toClaim(application, data);
    },
  };
}

/** Throws where nobody can take the claim, or wait for it behind that run. */
function checkTakeable(claim: Claim, behind?: Taken): void {
  const busy = whyBusy(claim, behind);
  if (busy !== null) throw new Busy(busy);
  const locked = whyLocked(claim);
  if (locked !== null) throw new Refused(locked);
}

/** Somebody else was quicker. */
function throwLost(claim: Claim, behind?: Taken): never {
  checkTakeable(claim, behind);
  throw new Busy(`${claim.application} was held by another run a moment ago; ask again.`);
}
