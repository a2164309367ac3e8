import { type Claim, STOPPED, type StopKind } from './run.ts';

/** Who acts on a claim: the run, and the epoch it was given. */
export interface Holder {
  readonly application: string;
  readonly run: string;
  readonly epoch: number;
}

/** An application that nobody has claimed yet. */
export const unclaimed = (application: string): Claim => ({
  application,
  epoch: 0,
  run: null,
  takenAt: null,
  stop: null,
  pointOfNoReturnAt: null,
  lock: null,
  writer: null,
});

/** Whether that run, in that epoch, still holds the claim. */
export const holds = (claim: Claim, { run, epoch }: Holder): boolean => claim.run === run && claim.epoch === epoch;

/** Whose claim is taken; `isPast` allows that past its point of no return too. */
export interface Taken extends Omit<Holder, 'application'> {
  readonly isPast?: boolean;
}

/** Why the claim cannot be taken, as a sentence; null when it can, also from a run that has to give way and still may. */
export function whyBusy(claim: Claim, over?: Taken): string | null {
  const { application, run, epoch, pointOfNoReturnAt } = claim;
  const mayGo = over !== undefined && (over.isPast || pointOfNoReturnAt === null);
  if (mayGo && run === over.run && epoch === over.epoch) return null;
  return run === null ? null : `${run} holds ${application}, and only one run at a time may move an application.`;
}

/** Why no run may be started, as a sentence; null when nobody locked the application. */
export function whyLocked({ application, lock }: Claim): string | null {
  return lock === null ? null : `${application} is locked by ${lock.by} (${lock.reason}). /dr unlock ${application} lifts it.`;
}

/** Why the run cannot be aborted, rolled back or stopped, as a sentence; null when it can, or when it already is. */
export function whyNotStop(claim: Claim, holder: Holder, kind: StopKind): string | null {
  if (!holds(claim, holder)) return lost(claim, holder);
  if (kind !== 'stop' && claim.pointOfNoReturnAt !== null) {
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
