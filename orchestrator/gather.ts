import type { Application } from './config.ts';
import { activeOf } from './domain/active.ts';
import { auditRisks } from './domain/audit-risks.ts';
import { Refused, Unavailable } from './domain/errors.ts';
import type { Capacity, Facts, ServiceFacts, SourceFacts, TargetFacts } from './domain/facts.ts';
import { judge } from './domain/judge.ts';
import { judgeRebuild } from './domain/judge-rebuild.ts';
import { bytesBetween } from './domain/lsn.ts';
import { newestCommitIn } from './domain/newest-commit.ts';
import type { Plan } from './domain/plan.ts';
import type { Move, Region } from './domain/region.ts';
import { vigilOf } from './domain/vigil.ts';
import { whyFlapping } from './flapping.ts';
import { lackIn, lookAtLeftBehind } from './gather-rebuild.ts';
import { type Heard, heard, isSilent, orUnknown } from './heard.ts';
import { isUnfinished, lastMove } from './last-move.ts';
import type { Rebuilt } from './ports/rebuild.ts';
import type { Records, Sighting } from './ports/records.ts';
import { type InstanceStatus, type Observation, type ServiceStatus, UNSEEN, type World } from './ports/world.ts';

/** What facts are gathered from. */
export interface Sources {
  readonly world: World;
  readonly records: Records;
  readonly application: Application;
  /** The plan that would be carried out: what forbids it, and what it accepts, depends on it. */
  readonly plan: Pick<Plan, 'id' | 'kind'>;
}

/** Looks at both Regions at once and says what is there, what forbids the move, and what moving accepts. */
export async function gather(sources: Sources, move: Move): Promise<Facts> {
  const { world, records, application, plan } = sources;
  const copies = plan.id !== 'restore-drill';
  const rebuilds = plan.kind === 'rebuild';
  const [
    from,
    to,
    fromServices,
    toServices,
    backlog,
    led,
    instance,
    hidden,
    sighting,
    estimatedRtoMs,
    last,
    obstacles,
    standby,
    left,
    lack,
  ] = await Promise.all([
    ofSource(world.agent.observe(move.from)),
    heard(world.agent.observe(move.to)),
    ofSource(world.services.look(move.from)),
    heard(world.services.look(move.to)),
    heard(world.storage.backlog(move.from, move.to)),
    heard(world.traffic.look()),
    rebuilds ? null : ofTarget(world, move.to),
    heard(world.readiness.risks(move)),
    records.sightings.look(application.id, move.from),
    medianMachineTime(sources),
    lastMove(records, application.id),
    plan.kind === 'rehearsal' ? heard(world.drills.obstacles(move.to, copies ? 'replica' : 'backups')) : [],
    plan.kind === 'rehearsal' ? heard(world.rebuild.look(move.to)) : null,
    rebuilds ? heard(lookAtLeftBehind(world, move)) : null,
    rebuilds && plan.id === 'failback' ? heard(lackIn(world, move.from)) : [],
  ]);
  const now = world.clock.now();
  const traffic = isSilent(led) ? UNSEEN : led;
  const source = sourceFacts(move, from, sighting, now);
  const target = targetFacts(move, from, to);
  const seen: Omit<Facts, 'blockers' | 'risks'> = {
    at: now,
    active: activeOf({ [move.from]: glimpse(from), [move.to]: glimpse(to) }, traffic.answers),
    source,
    target,
    services: serviceFacts(sources, fromServices, toServices),
    capacity: {
      ...(isSilent(fromServices) ? {} : { [move.from]: capacityOf(fromServices) }),
      ...(isSilent(toServices) ? {} : { [move.to]: capacityOf(toServices) }),
    },
    storageBacklog: isSilent(backlog) ? null : backlog,
    answers: traffic.answers,
    flags: traffic.flags,
    estimatedRpoMs: rpoOf(source, target, sighting, now),
    estimatedRtoMs,
    ...(standby !== null && { copyPerHour: isSilent(standby) ? null : perHourOf(standby) }),
    agents: [...newsOf(move.from, from, now), ...newsOf(move.to, to, now)],
  };
  const resumes = isUnfinished(last) && last.run.to === move.to;
  const uncounted = plan.kind !== 'unplanned' || isSilent(from) ? [] : auditRisks(move.from, from, application.database.audit);
  const flapping = plan.kind === 'unplanned' ? await whyFlapping(records, application, now) : null;
  const mayMark = [from, to].every((region) => isSilent(region) || region.mayMark);
  const limits = { kind: plan.kind, rpo: application.targets.rpo, resumes, copies, mayMark };
  const judged = rebuilds
    ? judgeRebuild(seen, isSilent(left) ? null : left, { goesOn: plan.id === 'failback' })
    : judge(seen, isSilent(instance) ? null : instance, limits);
  return {
    ...seen,
    blockers: [...judged.blockers, ...orUnknown('whether a drill can be held cannot be known', obstacles)],
    risks: [
      ...judged.risks,
      ...orUnknown(`what the database in ${move.from} lacks cannot be known`, lack),
      ...uncounted,
      ...seen.agents,
      ...flappingRisk(flapping),
      ...orUnknown('what else may be in the way cannot be known', hidden),
      ...orUnknown('where users are led could not be seen', isSilent(led) ? led : []),
    ],
  };
}

/** A source that refuses is as good as silent: it is what people want to leave. What a target refuses has to be mended first. */
async function ofSource<T>(asked: Promise<T>): Promise<Heard<T>> {
  try {
    return await heard(asked);
  } catch (error) {
    if (error instanceof Refused) return { silent: error.message };
    throw error;
  }
}

/**
 * A target that has no database, as while it is made anew, has no agent that answers either; what else its provider refuses is thrown.
 * One that answers that too much is asked at once forbids nothing: it is asked again.
 */
async function ofTarget(world: World, region: Region): Promise<Heard<InstanceStatus>> {
  try {
    return await world.database.status(region);
  } catch (error) {
    if (error instanceof Unavailable && !error.isThrottled) return { silent: error.message };
    if (!(error instanceof Refused) || !isSilent(await heard(world.agent.observe(region)))) throw error;
    return { silent: error.message };
  }
}

/** Whoever asked has set the wait aside; whoever approves is the second to do so. */
const flappingRisk = (why: string | null): readonly string[] =>
  why === null ? [] : [`the wait between unplanned moves is set aside: ${why.replace(/\.$/, '')}`];

function newsOf(region: Region, seen: Heard<Observation>, now: number): readonly string[] {
  const news = isSilent(seen) ? null : vigilOf(region, seen, now);
  return news === null ? [] : [news.says];
}

/** The copy of a standby has its class and its storage, in one zone. */
const perHourOf = ({ perDay }: Rebuilt): number | null => (perDay === null ? null : perDay / 24);

const glimpse = (seen: Heard<Observation>): Observation | null => (isSilent(seen) ? null : seen);

function sourceFacts(move: Move, seen: Heard<Observation>, sighting: Sighting, now: number): SourceFacts {
  const region = move.from;
  if (isSilent(seen)) {
    return { region, fence: 'impossible', fenceWhy: seen.silent, lastAnsweredAt: sighting.lastAnsweredAt, flushLsn: null };
  }
  const fenceWhy = seen.mayFence ? null : `the agent in ${region} has no ADMIN on every writer role`;
  return { region, fence: seen.mayFence ? 'possible' : 'impossible', fenceWhy, lastAnsweredAt: now, flushLsn: seen.flushLsn };
}

function targetFacts(move: Move, from: Heard<Observation>, to: Heard<Observation>): TargetFacts {
  const region = move.to;
  if (isSilent(to)) {
    return { region, inRecovery: null, receivedLsn: null, replayedLsn: null, lagBytes: null, lastCommitAt: null };
  }
  const { inRecovery, receivedLsn, replayedLsn } = to;
  const flushed = isSilent(from) ? null : from.flushLsn;
  const lagBytes = flushed === null || replayedLsn === null || !inRecovery ? null : bytesBetween(replayedLsn, flushed);
  return { region, inRecovery, receivedLsn, replayedLsn, lagBytes, lastCommitAt: newestCommitIn(to) };
}

/**
 * Nothing behind is no loss. Otherwise at most the time between the newest commit here and the last moment the source may
 * have been alive: now, or when the first probe after its last answer had failed.
 */
function rpoOf(source: SourceFacts, target: TargetFacts, sighting: Sighting, now: number): number | null {
  if (target.lagBytes === 0) return 0;
  const until = source.flushLsn === null ? (sighting.missedAt ?? now) : now;
  return target.lastCommitAt === null ? null : Math.max(0, until - target.lastCommitAt);
}

function serviceFacts(
  { application }: Sources,
  from: Heard<Readonly<Record<string, ServiceStatus>>>,
  to: Heard<Readonly<Record<string, ServiceStatus>>>,
): readonly ServiceFacts[] {
  return Object.entries(application.services).map(([service, limits]) => ({
    service,
    running: isSilent(to) ? 0 : (to[service]?.running ?? 0),
    needed: Math.max(limits.primary.min, isSilent(from) ? 0 : (from[service]?.desired ?? 0)),
  }));
}

function capacityOf(services: Readonly<Record<string, ServiceStatus>>): Readonly<Record<string, Capacity>> {
  return Object.fromEntries(Object.entries(services).map(([name, { min, desired }]) => [name, { min, desired }]));
}

async function medianMachineTime({ records, application, plan }: Sources): Promise<number | null> {
  const recent = await records.journal.recent(application.id, 10);
  const runs = recent.filter((run) => run.result === 'succeeded' && run.plan === plan.id).slice(0, 5);
  const journals = await Promise.all(runs.map(({ id }) => records.journal.read(id)));
  const times = journals
    .flatMap((entries) =>
      entries.flatMap((entry) => (entry.kind === 'closed' && entry.summary ? [entry.summary.rto.machineMs] : [])),
    )
    .toSorted((a, b) => a - b);
  return times[Math.floor(times.length / 2)] ?? null;
}
