import { perHourSays } from './drill-cost.ts';
import { toWords } from './duration.ts';
import type { Facts } from './facts.ts';
import type { Plan } from './plan.ts';

type Seen = Omit<Facts, 'blockers' | 'risks'>;

/** What the target's instance is doing, as its provider says; null when the provider does not answer. */
export type InstanceGlimpse = { readonly state: string; readonly replicaOf: string | null } | null;

/** What the judgement depends on besides what is seen. */
export interface Limits {
  readonly kind: Plan['kind'];
  /** The promised RPO, ms. */
  readonly rpo: number;
  /** Whether the standby itself is copied, which backs it up. */
  readonly copies?: boolean;
  /** Whether an earlier move in this direction passed its point of no return and was not finished. */
  readonly resumes: boolean;
  /** Whether every agent that answers may commit a marker. */
  readonly mayMark: boolean;
}

/** Sentences: why a plan of that kind must not run (`blockers`), and what approving it accepts (`risks`). */
export function judge(seen: Seen, instance: InstanceGlimpse, limits: Limits): Pick<Facts, 'blockers' | 'risks'> {
  if (limits.kind === 'rehearsal') {
    return {
      blockers: [...blockers(seen, instance, { ...limits, resumes: false }), ...unfit(seen, instance, limits)],
      risks: [
        limits.copies
          ? `while the copy is made, the database in ${seen.target.region} is backed up, and a failover would wait for that`
          : `no promotion is exercised: the copy comes from the backups of the database in ${seen.target.region}`,
        `until it is removed, a second database is paid for, ${perHourSays(seen.copyPerHour ?? null)}, and one task of each service besides`,
      ],
    };
  }
  if (limits.kind === 'unplanned') {
    return { blockers: [...blockers(seen, instance, limits)], risks: [...lossRisks(seen, limits), ...risks(seen, instance)] };
  }
  return {
    blockers: [...blockers(seen, instance, { ...limits, resumes: false }), ...unwell(seen, instance)],
    risks: [
      `users cannot write from the fence of ${seen.source.region} until ${seen.target.region} is promoted`,
      ...copies(seen),
    ],
  };
}

/** What makes two Regions not well enough for a planned move. */
function* unwell({ source, target, active, flags }: Seen, instance: InstanceGlimpse): Iterable<string> {
  if (source.flushLsn === null) {
    yield `${source.region} does not answer, and a switchover needs both Regions well: ask for a failover instead`;
  } else if (target.inRecovery === true && target.lagBytes === null) {
    yield `how far ${target.region} is behind ${source.region} cannot be known`;
  }
  if ('ambiguous' in active) yield `where the application runs is ambiguous: ${active.ambiguous}`;
  if (instance?.state === 'backing-up' || instance?.state === 'modifying') {
    yield `the database in ${target.region} is ${instance.state}, and users would wait for its end: ask again afterwards`;
  }
  const isOneAway = (flags?.dr === 'unreachable') !== (flags?.control === 'unreachable');
  if (isOneAway) yield `the flag bucket of the ${flags?.dr === 'unreachable' ? 'DR' : 'control'} Region cannot be reached`;
}

/** What makes this no time for a drill: whoever has to fail over, or is about to wait for a backup, has other worries. */
function* unfit({ source, target, active }: Seen, instance: InstanceGlimpse, { copies }: Limits): Iterable<string> {
  if (source.flushLsn === null) yield `${source.region} does not answer: ask for a failover, not for a drill`;
  if ('ambiguous' in active) yield `where the application runs is ambiguous: ${active.ambiguous}`;
  if (copies && (instance?.state === 'backing-up' || instance?.state === 'modifying')) {
    yield `the database in ${target.region} is ${instance.state}, and a drill would prolong that: ask again afterwards, or for a restore-drill`;
  }
}

function* blockers({ target, source, flags, active }: Seen, instance: InstanceGlimpse, limits: Limits): Iterable<string> {
  const { resumes, mayMark } = limits;
  if (target.inRecovery === null) yield `${target.region} does not answer, so it cannot take over`;
  const runsThere = 'region' in active && active.region === target.region;
  if (runsThere && !resumes) yield `the application already runs in ${target.region}`;
  else if (target.inRecovery === false && !resumes) {
    yield `the database in ${target.region} is no replica of ${source.region}: ask for a reprotect first`;
  }
  if (source.fence === 'impossible' && source.flushLsn !== null)
    yield `${source.fenceWhy}: grant it, or nothing there can be fenced`;
  if (!mayMark && source.flushLsn !== null)
    yield `the agent may not insert into dr.marker in ${source.region}: grant it, or the move leaves no marker`;
  if (instance?.state === 'stopped') yield `the database in ${target.region} is stopped: start it first`;
  if (instance === null && target.inRecovery !== null) yield `the database API of ${target.region} does not answer`;
  if (flags?.dr === 'unreachable' && flags.control === 'unreachable') {
    yield 'neither flag bucket can be reached, so users could not be sent anywhere';
  }
}

function* lossRisks({ source, target, estimatedRpoMs }: Seen, limits: Limits): Iterable<string> {
  if (source.fence === 'impossible') {
    yield `${source.region} cannot be fenced: if it is alive, it keeps acknowledging writes that ${target.region} will not have`;
  } else {
    yield `${source.region} still answers: a failover does not prove that every write has arrived`;
  }
  if (!limits.mayMark) yield `the data in ${target.region} gets no marker of the move: the agent may not insert into dr.marker`;
  if (estimatedRpoMs === null) yield 'how much data would be lost cannot be known';
  else if (estimatedRpoMs > limits.rpo) {
    yield `${toWords(estimatedRpoMs)} of writes would be lost, more than the target of ${toWords(limits.rpo)}`;
  }
}

function* risks(seen: Seen, instance: InstanceGlimpse): Iterable<string> {
  const { target, active, flags } = seen;
  if ('ambiguous' in active) yield `where the application runs is ambiguous: ${active.ambiguous}`;
  if (instance?.state === 'backing-up') yield `the database in ${target.region} is being backed up: promotion waits for that`;
  for (const [name, state] of Object.entries(flags ?? {})) {
    if (state === 'unreachable')
      yield `the flag bucket of the ${name === 'dr' ? 'DR' : 'control'} Region cannot be reached: the other one has to do`;
  }
  yield* copies(seen);
}

function* copies({ source, target, storageBacklog }: Seen): Iterable<string> {
  if (storageBacklog === null) yield `objects not yet copied from ${source.region} cannot be counted`;
  else if (storageBacklog > 0) yield `${storageBacklog} objects are not yet copied to ${target.region}`;
}
