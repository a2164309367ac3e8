import type { Application } from './config.ts';
import type { StrandedWrites } from './domain/entry.ts';
import { Refused, Unavailable } from './domain/errors.ts';
import { evidenceIn, type RunView, settledIn } from './domain/run-view.ts';
import { eachOnItsOwn } from './each.ts';
import { lastMove } from './last-move.ts';
import type { Marker, Observation, World } from './ports/world.ts';
import { applicationOf, type Stage } from './stage.ts';
import { isFenced } from './steps/fence.ts';
import { areFlagsAsWanted } from './steps/shift-traffic.ts';

/** Commit timestamps are not in the order of the log among neighbours: this much before the last one replayed is looked at too, ms. */
const OVERLAP_MS = 60_000;

/** Hears what is tried, and for which move. */
type Tell = (message: string, move: Marker) => void;

/**
 * One round after moves: a source that was out of reach is fenced as soon as it answers and what it kept is counted, and a
 * flag that could not be written is written. It acts only where what is seen still agrees with the move.
 */
export async function reconcile(stage: Stage, tell: Tell = () => {}): Promise<void> {
  await eachOnItsOwn(Object.keys(stage.config.applications), async (id) => {
    const application = applicationOf(stage.config, id);
    const move = await lastMove(stage.records, id);
    if (move !== null) await orNextRound(mend(stage, application, move, tell));
  });
}

/** What does not answer, or refuses, is tried again in the next round. */
async function orNextRound(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Unavailable || error instanceof Refused)) throw error;
  }
}

/** Whether a source of any application is still unfenced after a move, so that it is worth looking again soon. */
export async function hasOpenFence(stage: Stage): Promise<boolean> {
  const moves = await Promise.all(Object.keys(stage.config.applications).map((id) => lastMove(stage.records, id)));
  return moves.some((move) => move !== null && isOpen(move));
}

const isOpen = (move: RunView): boolean => evidenceIn(move, 'fence').outcome === 'unreachable' && move.fencedLater === null;

/** Fence and flag wait for no one but themselves: a source that stays away must not leave users to a single flag. */
async function mend(stage: Stage, application: Application, move: RunView, tell: Tell): Promise<void> {
  const { to } = move.run;
  const world = stage.worldOf(application);
  const [target, traffic] = await Promise.all([world.agent.observe(to), world.traffic.look()]);
  const isUnderWay = await holdsClaim(stage, move);
  const isMoved = !target.inRecovery && target.writersMayLogin && traffic.answers === to;
  const needsFence = isOpen(move) && (isUnderWay || isMoved);
  const needsFlag = !isUnderWay && isMoved && !areFlagsAsWanted(traffic, to === stage.config.regions.dr);
  const by = { run: move.run.id, epoch: move.run.epoch };
  if (needsFence) tell('A source that was not fenced is tried again.', by);
  if (needsFlag) tell('A flag that could not be changed is tried again.', by);
  await Promise.all([
    needsFence ? orNextRound(close(stage, application, move, target.inRecovery)) : undefined,
    needsFlag ? orNextRound(world.traffic.shift(to, by)) : undefined,
  ]);
}

async function holdsClaim({ records }: Stage, { run }: RunView): Promise<boolean> {
  const claim = await records.claims.look(run.application);
  return claim.run === run.id && claim.epoch === run.epoch;
}

/** While the target is still being promoted nothing can be compared with it, so the news waits for the next round. */
async function close(stage: Stage, application: Application, move: RunView, isPromoting: boolean): Promise<void> {
  const { from, id } = move.run;
  const world = stage.worldOf(application);
  const before = await world.agent.observe(from);
  await world.agent.fence(from);
  const source = await world.agent.fence(from);
  if (!isFenced(source) || isPromoting) return;
  const at = stage.now();
  await stopServices(world, application, from);
  const { stranded, counted } = await countStranded(world, application, move);
  const byItself = fencedItself(move, before);
  const fencedAt = byItself ?? at;
  const news = {
    kind: 'fenced-later',
    says: `${byItself === null ? `${from} answered again and was fenced` : `${from} had fenced itself when it answered again`}; ${counted}`,
    fencedAt,
    bothWritableMs: overlap(move, source.startedAt, fencedAt),
    stranded,
  } as const;
  await stage.records.journal.append(id, at, news, (entries) => entries.some(({ kind }) => kind === 'fenced-later'));
}

/** When the source's own agent fenced it after this move, epoch ms; null where it did not, or where that was undone. */
function fencedItself(move: RunView, { writersMayLogin, heartbeat }: Observation): number | null {
  const fencedAt = heartbeat?.fencedAt ?? null;
  const isOfThisMove = fencedAt !== null && fencedAt >= (move.pointOfNoReturnAt ?? fencedAt);
  return isOfThisMove && !writersMayLogin ? fencedAt : null;
}

/** The second belt, best effort: a Region that refuses changes is fenced all the same. */
async function stopServices(world: World, application: Application, region: string): Promise<void> {
  const stops = Object.keys(application.services).map((service) => world.services.scale(region, service, { min: 0, desired: 0 }));
  await Promise.allSettled(stops);
}

/** None, and why, when it cannot be compared now: that the source is fenced has to be known all the same. */
async function countStranded(
  world: World,
  { database }: Application,
  move: RunView,
): Promise<{ readonly stranded: StrandedWrites | null; readonly counted: string }> {
  const { from, to } = move.run;
  const { lastCommitAt } = settledIn(move);
  const since = typeof lastCommitAt === 'number' ? lastCommitAt - OVERLAP_MS : 0;
  try {
    if (database.audit.length === 0) throw new Refused('dr.yml names no tables to compare (database.audit).');
    const stranded = await world.agent.stranded(from, to, since);
    return { stranded, counted: `${stranded.isPartial ? 'at least ' : ''}${stranded.count} of its writes are not in ${to}.` };
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Unavailable)) throw error;
    return { stranded: null, counted: `its writes that are not in ${to} could not be counted: ${error.message}` };
  }
}

/** At most: from when the target opened, or the source came back if that was later, until the source was seen fenced. */
function overlap(move: RunView, sourceStartedAt: number, fencedAt: number): number | null {
  const openedAt = move.rows.find(({ id }) => id === 'open-target')?.endedAt ?? null;
  return openedAt === null ? null : Math.max(0, fencedAt - Math.max(openedAt, sourceStartedAt));
}
