import { directionOf } from '../direction.ts';
import { Busy, Refused, Unavailable } from '../domain/errors.ts';
import type { Member, RecoverySet } from '../domain/recovery-set.ts';
import type { Move } from '../domain/region.ts';
import type { Run } from '../domain/run.ts';
import { isOver } from '../domain/set-view.ts';
import { eachOnItsOwn } from '../each.ts';
import { configHash } from '../hash.ts';
import { platform } from '../questions.ts';
import { start } from '../recovery/begin.ts';
import { applicationOf, type Stage } from '../stage.ts';
import { abortIfPossible, blockMembers, leaveOut } from './block.ts';
import { openSet } from './open-set.ts';

/** How long a member that cannot be looked at is tried before it is left out, ms: people wait for the approval of the others. */
const PATIENCE_MS = 120_000;

/** A member of which it is known where it would move. */
interface Looked extends Member {
  readonly move: Move;
}

/** Begins the journal of a set; of one that has begun nothing changes. */
export async function recordRequest({ records, config }: Stage, set: RecoverySet): Promise<void> {
  const requested = { kind: 'set-requested', set, config: configHash(config) } as const;
  await records.journal.append(set.id, set.requestedAt, requested, (entries) => entries.length > 0);
}

/**
 * Gives every member that has none its run, or says why it gets none; safe to repeat, and what cannot be looked at now is looked at
 * again. Members that would move in different directions are no set: it ends before anything of it begins.
 */
export async function convene(stage: Stage, set: RecoverySet): Promise<void> {
  await recordRequest(stage, set);
  const view = await openSet(stage, set.id);
  if (view.closed !== null || view.abort !== null) return;
  const missing = view.members.filter((member) => member.run === null && !isOver(member));
  const looked = (await Promise.all(missing.map((member) => look(stage, set, member)))).flatMap((found) => found ?? []);
  const begun = view.members.flatMap(({ run }) => (run === null ? [] : [run.run]));
  const [first] = begun.length > 0 ? begun : looked.map(({ move }) => move);
  const others = looked.filter(({ move }) => move.to !== first?.to);
  if (others.length > 0 && begun.length === 0) return refuse(stage, set, looked);
  await eachOnItsOwn(looked, (member) =>
    others.includes(member) ? leaveOut(stage, set.id, member.application, otherWay(member)) : join(stage, set, member),
  );
  await blockMembers(stage, set.id);
}

/** Null where it cannot be said now, or was left out. */
async function look(stage: Stage, set: RecoverySet, member: Member): Promise<Looked | null> {
  try {
    const application = applicationOf(stage.config, member.application);
    return { ...member, move: await directionOf(stage.config, application, stage.worldOf(application), stage.records) };
  } catch (error) {
    await leaveIfFinal(stage, set, member, error);
    return null;
  }
}

/** Takes the member's claim and starts its run, which an earlier attempt may have done. */
async function join(stage: Stage, set: RecoverySet, { application: id, move }: Looked): Promise<void> {
  const { plan, reason, overrides, requestedBy: by } = set;
  try {
    const run = await start(stage, applicationOf(stage.config, id), move, { plan, reason, overrides, by, set: set.id });
    await joined(stage, set, run);
  } catch (error) {
    const holder = error instanceof Busy ? await heldFor(stage, id) : null;
    if (holder === 'unknown') return;
    if (holder?.set === set.id) await joined(stage, set, holder.run);
    else await leaveIfFinal(stage, set, { application: id }, error);
  }
}

/** The run that was asked for last of those that hold an application or wait for it, and the set that it is for; `unknown` where that is not written yet: a claim is taken before. */
async function heldFor(
  { records }: Stage,
  application: string,
): Promise<{ readonly run: Run; readonly set: string | null } | 'unknown'> {
  const { run: holder, next } = await records.claims.look(application);
  const run = next?.run ?? holder;
  const [first] = run === null ? [] : await records.journal.read(run);
  return first?.kind === 'requested' ? { run: first.run, set: first.set ?? null } : 'unknown';
}

/** Makes a run that of a member; where the member was left out meanwhile, or the set refused, nobody waits for the run, and it ends. */
async function joined(stage: Stage, { id }: RecoverySet, run: Run): Promise<void> {
  const { journal } = stage.records;
  const { application } = run;
  await journal.append(id, stage.now(), { kind: 'joined', application, run: run.id }, (entries) =>
    entries.some((entry) => entry.kind === 'set-closed' || ('application' in entry && entry.application === application)),
  );
  const isIn = (await journal.read(id)).some((entry) => entry.kind === 'joined' && entry.run === run.id);
  if (!isIn) await abortIfPossible(stage, run, platform);
}

/** What does not answer may do so next time, for a while. */
async function leaveIfFinal(stage: Stage, set: RecoverySet, member: Pick<Member, 'application'>, error: unknown): Promise<void> {
  const isLate = stage.now() - set.requestedAt > PATIENCE_MS;
  const isFinal = error instanceof Refused || error instanceof Busy || (error instanceof Unavailable && isLate);
  if (isFinal) await leaveOut(stage, set.id, member.application, error.message);
  else if (!(error instanceof Unavailable)) throw error;
}

const otherWay = ({ application, move }: Looked): string =>
  `${application} would move from ${move.from} to ${move.to}, and the others the other way: ask for it apart.`;

async function refuse({ records, now }: Stage, { id }: RecoverySet, looked: readonly Looked[]): Promise<void> {
  const ways = Map.groupBy(looked, ({ move }) => `from ${move.from} to ${move.to}`);
  const each = [...ways].map(([way, members]) => `${members.map(({ application }) => application).join(', ')} would move ${way}`);
  const says = `${each.join('; ')}. Nothing was begun: ask for those that move the same way, together.`;
  await records.journal.append(id, now(), { kind: 'set-closed', says }, (entries) =>
    entries.some(({ kind }) => kind === 'set-closed' || kind === 'joined'),
  );
}
