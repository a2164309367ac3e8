import { type Answer, cancelled, done, failed, working } from '../domain/answer.ts';
import { holderOf, standingOf } from '../domain/claim-rules.ts';
import { toWords } from '../domain/duration.ts';
import type { Entry, EntryBody } from '../domain/entry.ts';
import { Refused, Unavailable } from '../domain/errors.ts';
import { moveOf, type Plan, type Row, rowsOf, stepIdOf } from '../domain/plan.ts';
import { type Run, STOPPED } from '../domain/run.ts';
import { applicationOf, openRun, type Stage } from '../stage.ts';
import type { Scene, Step } from '../steps/step.ts';
import { type Asked, decisionId, entriesOf, isUnderway } from './attempts.ts';
import { stepOf } from './steps.ts';

/** One row of one run being asked. */
interface Attempt {
  readonly asked: Asked;
  readonly run: Run;
  readonly plan: Plan;
  readonly row: Row;
  readonly step: Step;
  /** Epoch ms. */
  readonly startedAt: number;
}

/**
 * Asks a step again and again, for at most one invocation. It is the only place that waits. Rows recorded as done or
 * failed answer from the journal, so that resuming never does twice what is done.
 */
export async function askRow(stage: Stage, asked: Asked): Promise<Answer> {
  try {
    return await carryOn(stage, asked);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    await stage.sleep(stage.pace.poll.seconds);
    return working(error.message);
  }
}

/** Records that do not answer are asked again later, like everything else that does not. */
async function carryOn(stage: Stage, asked: Asked): Promise<Answer> {
  const { run, plan, entries } = await openRun(stage, asked.run);
  const remembered = await fromJournal(stage, asked, entries);
  if (remembered !== null) return remembered;
  const row = rowsOf(plan).find(({ id }) => id === asked.row);
  if (row === undefined) throw new Error(`Plan ${plan.id} has no row ${asked.row}.`);
  const pointless = asked.undo ? await whyNotUndo(stage, run, entriesOf(entries, { ...asked, undo: false })) : null;
  if (pointless !== null) return cancelled(pointless);
  const startedAt = await start(stage, asked, entriesOf(entries, asked));
  if (startedAt === null) return carryOn(stage, asked);
  return poll(stage, { asked, run, plan, row, step: stepOf(stepIdOf(asked.row)), startedAt });
}

async function fromJournal({ records }: Stage, asked: Asked, entries: readonly Entry[]): Promise<Answer | null> {
  const last = entriesOf(entries, asked).at(-1);
  if (last?.kind === 'done') return { status: 'done', says: last.says, evidence: last.evidence };
  if (last?.kind === 'cancelled') return cancelled(last.why);
  if (last?.kind !== 'failed') return null;
  const decision = await records.questions.get(asked.run, decisionId(entries, asked));
  if (decision?.outcome === 'retry') return null;
  return decision?.outcome === 'skip' ? done('It was skipped.') : failed(last.error, last.why);
}

/** Null when the row may be taken back: it began, and from now on nobody can pass the point of no return. */
async function whyNotUndo({ records, now }: Stage, run: Run, forwards: readonly Entry[]): Promise<string | null> {
  if (forwards.length === 0) return 'It never began, so there is nothing to take back.';
  const claim = await records.claims.look(run.application);
  if (claim.stop?.kind === 'stop') return 'The run was stopped where it was, so nothing is taken back.';
  if (claim.stop !== null) return null;
  try {
    await records.claims.stop(holderOf(run), { kind: 'abort', by: 'platform', at: now() });
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}

/**
 * Begins the row, or goes on where a lost invocation began it: its timeout counts from the first ask. Null when another
 * delivery wrote something meanwhile, so that the journal has to be read again.
 */
async function start({ records, now }: Stage, asked: Asked, seen: ReturnType<typeof entriesOf>): Promise<number | null> {
  if (isUnderway(seen)) return seen.findLast(({ kind }) => kind === 'started')?.at ?? now();
  const { row, undo } = asked;
  const hasMoved = (entries: readonly Entry[]): boolean => entriesOf(entries, asked).length !== seen.length;
  return (await records.journal.append(asked.run, now(), { kind: 'started', row, undo }, hasMoved))?.at ?? null;
}

/**
 * Up to so many pauses more are made after a look that was throttled, by chance: members of a set that ask in step would throttle
 * each other again in the next second.
 */
const THROTTLED_FOR = 4;

async function poll(stage: Stage, attempt: Attempt): Promise<Answer> {
  const { asked, row } = attempt;
  const until = stage.now() + stage.pace.invocation;
  let said = '';
  for (;;) {
    const { answer, isThrottled } = await look(stage, attempt);
    if (answer.status !== 'working') return write(stage, asked, answer);
    const limit = await limitOf(stage, attempt);
    if (stage.now() - attempt.startedAt > limit) {
      const why = `${answer.why} Nothing changed that within ${toWords(limit)}.`;
      return write(stage, asked, failed('TimedOut', why));
    }
    const news =
      answer.why === said ? null : append(stage, asked, { kind: 'working', row: row.id, undo: asked.undo, why: answer.why });
    said = answer.why;
    const isLast = stage.now() >= until || row.kind === 'approval';
    const pause = stage.pace.poll[row.poll] * (isThrottled ? 1 + THROTTLED_FOR * Math.random() : 1);
    await Promise.all([news, isLast ? null : stage.sleep(Math.min(pause, stage.pace.invocation))]);
    if (isLast) return answer;
  }
}

/** How long the row may take, ms; asked after each look, because that may have passed the point of no return. */
async function limitOf({ records }: Stage, { asked, row, run }: Attempt): Promise<number> {
  const { timeoutSeconds, undoTimeoutSeconds = timeoutSeconds, untakenTimeoutSeconds = timeoutSeconds } = row;
  if (asked.undo) return undoTimeoutSeconds * 1_000;
  const isShorter = untakenTimeoutSeconds < timeoutSeconds;
  const isUntaken = isShorter && (await records.claims.look(run.application)).pointOfNoReturnAt === null;
  return (isUntaken ? untakenTimeoutSeconds : timeoutSeconds) * 1_000;
}

interface Looked {
  readonly answer: Answer;
  /** Whether it was told that too much is asked at once. */
  readonly isThrottled: boolean;
}

/** One look, of which what does not answer is worth another. */
async function look(stage: Stage, attempt: Attempt): Promise<Looked> {
  try {
    return { answer: await answerNow(stage, attempt), isThrottled: false };
  } catch (error) {
    if (error instanceof Unavailable) return { answer: working(error.message), isThrottled: error.isThrottled };
    if (error instanceof Refused) return { answer: failed('Refused', error.message), isThrottled: false };
    throw error;
  }
}

/** May it still act, and what does the step answer? */
async function answerNow(stage: Stage, { asked, run, plan, row, step, startedAt }: Attempt): Promise<Answer> {
  const application = applicationOf(stage.config, run.application);
  const [claim, { view }] = await Promise.all([stage.records.claims.look(run.application), openRun(stage, run.id)]);
  const standing = standingOf(claim, holderOf(run));
  if (standing === null) return cancelled(`${run.id} no longer holds ${run.application}.`);
  const { stop, holds } = standing;
  if (stop !== null && !asked.undo) return cancelled(`${stop.by} ${STOPPED[stop.kind]} ${run.id}.`);
  if (!holds && row.kind === 'action') return cancelled(`${run.id} does not hold ${run.application}: ${claim.run} does.`);
  const { config, records, pace } = stage;
  const world = stage.worldOf(application);
  const asRow = { ...run, ...moveOf(row, run) };
  const elapsedMs = stage.now() - startedAt;
  const scene: Scene = { world, records, config, application, plan, run: asRow, pace, view, elapsedMs };
  return asked.undo ? undo(step, scene) : step.ask(scene);
}

function undo(step: Step, scene: Scene): Promise<Answer> {
  if (step.undo === undefined) throw new Error('A row with an undo has a step without one.');
  return step.undo(scene);
}

/** What ends a row is written once; of two deliveries the second answers what the first wrote. */
async function write(stage: Stage, asked: Asked, answer: Exclude<Answer, { status: 'working' }>): Promise<Answer> {
  if (await append(stage, asked, bodyOf(asked, answer))) return answer;
  const entries = await stage.records.journal.read(asked.run);
  if (isTakenBack(entries, asked)) return cancelled('It is being taken back.');
  return (await fromJournal(stage, asked, entries)) ?? working('It was started again.');
}

function bodyOf({ row, undo }: Asked, answer: Exclude<Answer, { status: 'working' }>): EntryBody {
  switch (answer.status) {
    case 'done':
      return { kind: 'done', row, undo, says: answer.says, evidence: answer.evidence ?? {} };
    case 'failed':
      return { kind: 'failed', row, undo, error: answer.error, why: answer.why };
    case 'cancelled':
      return { kind: 'cancelled', row, undo, why: answer.why };
  }
}

/** A row that has ended, or is being taken back, says no more; false when it has. */
async function append(stage: Stage, asked: Asked, body: EntryBody): Promise<boolean> {
  const isOver = (entries: readonly Entry[]): boolean => isTakenBack(entries, asked) || !isUnderway(entriesOf(entries, asked));
  return (await stage.records.journal.append(asked.run, stage.now(), body, isOver)) !== null;
}

const isTakenBack = (entries: readonly Entry[], asked: Asked): boolean =>
  !asked.undo && entriesOf(entries, { ...asked, undo: true }).length > 0;
