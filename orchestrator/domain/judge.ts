import { toWords } from './duration.ts';
import type { Facts } from './facts.ts';

type Seen = Omit<Facts, 'blockers' | 'risks'>;

/** What the target's instance is doing, as its provider says; null when the provider does not answer. */
export type InstanceGlimpse = { readonly state: string; readonly replicaOf: string | null } | null;

/** What the judgement depends on besides what is seen. */
export interface Limits {
  /** The promised RPO, ms. */
  readonly rpo: number;
  /** Whether an earlier move in this direction passed its point of no return and was not finished. */
  readonly resumes: boolean;
}

/** Sentences: why an unplanned failover must not run (`blockers`), and what approving it accepts (`risks`). */
export function judge(seen: Seen, instance: InstanceGlimpse, limits: Limits): Pick<Facts, 'blockers' | 'risks'> {
  return { blockers: [...blockers(seen, instance, limits)], risks: [...risks(seen, instance, limits)] };
}

function* blockers({ target, source, flags, active }: Seen, instance: InstanceGlimpse, { resumes }: Limits): Iterable<string> {
  if (target.inRecovery === null) yield `${target.region} does not answer, so it cannot take over`;
  const runsThere = 'region' in active && active.region === target.region;
  if (runsThere && !resumes) yield `the application already runs in ${target.region}`;
  else if (target.inRecovery === false && !resumes) {
    yield `the database in ${target.region} is no replica of ${source.region}: replicate it again first`;
  }
  if (source.fence === 'impossible' && source.flushLsn !== null)
    yield `${source.fenceWhy}: grant it, or nothing there can be fenced`;
  if (instance?.state === 'stopped') yield `the database in ${target.region} is stopped: start it first`;
  if (instance === null && target.inRecovery !== null) yield `the database API of ${target.region} does not answer`;
  if (flags.dr === 'unreachable' && flags.control === 'unreachable') {
    yield 'neither flag bucket can be reached, so users could not be sent anywhere';
  }
}

function* risks(
  { source, target, estimatedRpoMs, active, flags, storageBacklog }: Seen,
  instance: InstanceGlimpse,
  limits: Limits,
): Iterable<string> {
  if (source.fence === 'impossible') {
    yield `${source.region} cannot be fenced: if it is alive, it keeps acknowledging writes that ${target.region} will not have`;
  } else {
    yield `${source.region} still answers: a failover does not prove that every write has arrived`;
  }
  if (estimatedRpoMs === null) yield 'how much data would be lost cannot be known';
  else if (estimatedRpoMs > limits.rpo) {
    yield `${toWords(estimatedRpoMs)} of writes would be lost, more than the target of ${toWords(limits.rpo)}`;
  }
  if ('ambiguous' in active) yield `where the application runs is ambiguous: ${active.ambiguous}`;
  if (instance?.state === 'backing-up') yield `the database in ${target.region} is being backed up: promotion waits for that`;
  for (const [name, state] of Object.entries(flags)) {
    if (state === 'unreachable')
      yield `the flag bucket of the ${name === 'dr' ? 'DR' : 'control'} Region cannot be reached: the other one has to do`;
  }
  if (storageBacklog === null) yield `objects not yet copied from ${source.region} cannot be counted`;
  else if (storageBacklog > 0) yield `${storageBacklog} objects are not yet copied to ${target.region}`;
}
