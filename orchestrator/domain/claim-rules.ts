import { type Claim, type NextClaim, type Run, STOPPED, type StopKind } from './run.ts';

/** Who acts on a claim: the run, and the epoch it was given. */
export interface Holder {
  readonly application: string;
  readonly run: string;
  readonly epoch: number;
}

/** A run as whoever acts on the claim of its application. */
export const holderOf = ({ application, id, epoch }: Pick<Run, 'application' | 'id' | 'epoch'>): Holder => ({
  application,
  run: id,
  epoch,
});

/** An application that nobody has claimed yet. */
export const unclaimed = (application: string): Claim => ({
  application,
  epoch: 0,
  run: null,
  takenAt: null,
  stop: null,
  pointOfNoReturnAt: null,
  next: null,
  lock: null,
  writer: null,
});

/** Whether that run, in that epoch, still holds the claim. */
export const holds = (claim: Claim, { run, epoch }: Holder): boolean => claim.run === run && claim.epoch === epoch;

/** Whether that run, in that epoch, waits for the claim. */
const waits = ({ next }: Claim, { run, epoch }: Holder): boolean => next?.run === run && next.epoch === epoch;

/** How a run stands to the claim of its application: it holds it, or waits for it; null where it does neither any more. */
export function standingOf(claim: Claim, holder: Holder): (Pick<NextClaim, 'stop'> & { readonly holds: boolean }) | null {
  if (holds(claim, holder)) return { stop: claim.stop, holds: true };
  return claim.next !== null && waits(claim, holder) ? { stop: claim.next.stop, holds: false } : null;
}

/** The claim as it is once the run that holds it is over: whoever waits holds it. */
export function passedOn({ application, epoch, next, writer, lock }: Claim): Claim {
  return { ...unclaimed(application), epoch, ...next, writer, lock };
}

/** Whose claim is taken; `isPast` allows that past its point of no return too. */
export interface Taken extends Omit<Holder, 'application'> {
  readonly isPast?: boolean;
}

/** Why the claim cannot be taken, as a sentence; null when it can, or when one can wait for it behind a run that has to give way. */
export function whyBusy(claim: Claim, over?: Taken): string | null {
  const { application, run, next } = claim;
  if (run === null) return null;
  if (next !== null)
    return `${next.run} waits to take ${application} from ${run}, and only one run at a time may move an application.`;
  return over === undefined ? heldBy(claim) : whyNotGiven(claim, over);
}

/** Why a run that waits does not get the claim of the run that has to give way, as a sentence; null when it does. */
export function whyNotTakeOver(claim: Claim, waiter: Holder, over: Taken | null): string | null {
  if (!waits(claim, waiter)) return lost(claim, waiter);
  if (claim.next !== null && claim.next.stop !== null)
    return `${waiter.run} was ${STOPPED[claim.next.stop.kind]} by ${claim.next.stop.by}.`;
  return over === null ? heldBy(claim) : whyNotGiven(claim, over);
}

function whyNotGiven(claim: Claim, over: Taken): string | null {
  const mayGo = over.isPast || claim.pointOfNoReturnAt === null;
  return mayGo && claim.run === over.run && claim.epoch === over.epoch ? null : heldBy(claim);
}

const heldBy = ({ run, application }: Claim): string =>
  `${run} holds ${application}, and only one run at a time may move an application.`;

/** Why no run may be started, as a sentence; null when nobody locked the application. */
export function whyLocked({ application, lock }: Claim): string | null {
  return lock === null ? null : `${application} is locked by ${lock.by} (${lock.reason}). /dr unlock ${application} lifts it.`;
}

/** Why the run cannot be aborted, rolled back or stopped, as a sentence; null when it can, or when it already is. */
export function whyNotStop(claim: Claim, holder: Holder, kind: StopKind): string | null {
  const standing = standingOf(claim, holder);
  if (standing === null) return lost(claim, holder);
  if (standing.holds && kind !== 'stop' && claim.pointOfNoReturnAt !== null) {
    return `${holder.run} is past its point of no return, so it cannot be ${STOPPED[kind]}.`;
  }
  return null;
}

/** Why the run may not take the step that cannot be undone, as a sentence; null when it may. */
export function whyNotPass(claim: Claim, holder: Holder): string | null {
  if (!holds(claim, holder)) return lost(claim, holder);
  if (claim.stop === null) return null;
  return `${holder.run} was ${STOPPED[claim.stop.kind]} by ${claim.stop.by} before its point of no return.`;
}

function lost(claim: Claim, { application, run, epoch }: Holder): string {
  const now = claim.run === null ? 'nobody does' : `${claim.run} does, in epoch ${claim.epoch}`;
  return `${run} no longer holds ${application} in epoch ${epoch}: ${now}.`;
}
