import { type Answer, done } from './domain/answer.ts';
import { holderOf, standingOf } from './domain/claim-rules.ts';
import { fill, inRow, type Plan, type Row, rowsOf, undosOf } from './domain/plan.ts';
import type { Result, Run } from './domain/run.ts';
import { isComplete, isWayOut, type RunView } from './domain/run-view.ts';
import type { Summary } from './domain/summary.ts';
import { drillSays, recordTest } from './drill-result.ts';
import { namesOf } from './names.ts';
import { rebuildSays } from './rebuild-result.ts';
import { memberEnded } from './sets/member-ended.ts';
import { tendSoon } from './sets/tend.ts';
import { openRun, type Stage } from './stage.ts';

/** Ends a run once: says what is true and what is left to do, and releases the claim, whatever happened before. */
export async function closeRun(stage: Stage, id: string): Promise<Answer> {
  const { run, plan, view } = await openRun(stage, id);
  const { records } = stage;
  const at = stage.now();
  if (view.closed === null) {
    await recordAbort(stage, run);
    const result = await resultOf(stage, run, view);
    const left = leftOf(plan, view, result, namesOf(stage.config, run));
    const summary = result === 'succeeded' ? summaryOf(view) : null;
    const isHalfRebuilt = view.pointOfNoReturnAt === null && unfinishedOf(plan, view.rows).length > 0;
    const says = (isHalfRebuilt ? rebuildSays : saysBy[plan.kind])(view, result, left);
    const body = { kind: 'closed', result, says, left, summary } as const;
    await records.journal.append(id, at, body, (entries) => entries.some(({ kind }) => kind === 'closed'));
  }
  await records.claims.release(holderOf(run));
  const ended = await openRun(stage, id);
  const { closed } = ended.view;
  if (closed === null) throw new Error(`${id} has no end in its journal.`);
  await recordTest(records, ended);
  await records.journal.close(id, closed.result, closed.at);
  await tendSoon(stage, view.set, (_, set) => memberEnded(stage, set, id));
  return done(closed.says);
}

/** A crash may have come between the abort's flag and its entry. */
async function recordAbort({ records, now }: Stage, run: Run): Promise<void> {
  const stop = standingOf(await records.claims.look(run.application), holderOf(run))?.stop;
  if (stop?.kind !== 'abort') return;
  const by = { id: stop.by, via: stop.by === 'platform' ? 'system' : 'slack' } as const;
  await records.journal.append(run.id, now(), { kind: 'abort', by }, (entries) => entries.some(({ kind }) => kind === 'abort'));
}

async function resultOf({ records }: Stage, run: Run, view: RunView): Promise<Result> {
  if (view.rows.at(-1)?.state === 'done') return 'succeeded';
  if (view.blocked !== null && view.pointOfNoReturnAt === null) return 'blocked';
  const standing = standingOf(await records.claims.look(run.application), holderOf(run));
  if (standing === null) return 'superseded';
  if (standing.stop !== null) return RESULTS[standing.stop.kind];
  const outcome = view.questions.findLast(({ kind }) => kind === 'approval')?.outcome;
  return outcome === 'denied' || outcome === 'expired' ? outcome : 'stopped';
}

const RESULTS = { abort: 'aborted', 'roll-back': 'rolled-back', stop: 'stopped' } as const;

function summaryOf(view: RunView): Summary | null {
  const summary = view.rows.at(-1)?.evidence.summary;
  return summary === undefined ? null : (summary as Summary);
}

function saysOf(view: RunView, result: Result, left: readonly string[]): string {
  const { run, rows, pointOfNoReturnAt, rollBack, blocked } = view;
  const { application, from, to } = run;
  if (result === 'succeeded') {
    const next = isWayOut(view) ? [`The way home to ${from} is asked for next, as the second move of the game day.`] : [];
    return [`${application} runs in ${to}.`, ...keptSays(rows), ...next].join(' ');
  }
  if (pointOfNoReturnAt !== null) {
    const isPromoted = rows.some(({ id, state }) => id === 'promote' && state === 'done');
    return isPromoted
      ? `${run.id} ended past the point of no return: ${to} holds the database of ${application}.`
      : `${run.id} ended past the point of no return, but ${to} was not seen promoted: perhaps nobody can write. Look, then fail over again.`;
  }
  if (result === 'stopped' && left.length > 0)
    return `${run.id} was stopped where it was, and nothing was taken back: users may be without a writer.`;
  const reason = rollBack?.why ?? (result === 'blocked' ? blocked?.why : undefined);
  const why = reason === undefined ? '' : `${reason} `;
  const wereStopped = rows.some(({ id, evidence }) => id === 'fence' && evidence.capacity !== undefined);
  const isBack = wereStopped
    ? `is in ${from} again: its writers may log in, and its services get the capacity back that they had.`
    : `is as it was, in ${from}.`;
  const kept = keptSays(rows);
  if (left.length === 0 && kept.length > 0) return [`${why}${application} stays in ${from}, with a standby.`, ...kept].join(' ');
  return left.length === 0
    ? `${why}${application} ${isBack}`
    : `${why}${application} is meant to run in ${from}, but not everything could be taken back.`;
}

const saysBy = { planned: saysOf, unplanned: saysOf, rehearsal: drillSays, rebuild: rebuildSays } as const;

/**
 * What people still have to do, in the imperative: rows after the point of no return, or else undos that did not happen, and what
 * lasts where it has begun.
 */
function leftOf(
  plan: Plan,
  { rows, pointOfNoReturnAt }: RunView,
  result: Result,
  names: Readonly<Record<string, string>>,
): readonly string[] {
  if (result === 'succeeded') return [];
  const toWords = (text: string): string => fill(text, names);
  const titleOf = (row: Row): string => fill(row.title, inRow(row, names));
  const viewOf = (id: string) => rows.find((row) => row.id === id);
  const isOpen = (id: string): boolean => !isComplete(viewOf(id));
  if (pointOfNoReturnAt !== null)
    return rowsOf(plan)
      .filter(({ id }) => isOpen(id) && id !== rows.at(-1)?.id)
      .map(titleOf);
  const unfinished = unfinishedOf(plan, rows).map(titleOf);
  const notUndone = undosOf(plan).flatMap(({ id, undo }) => {
    const row = viewOf(id);
    return undo === undefined || row === undefined || row.startedAt === null || row.state === 'undone' ? [] : [toWords(undo)];
  });
  return [...notUndone, ...unfinished];
}

/** What was kept on the way, as sentences. */
const keptSays = (rows: RunView['rows']): readonly string[] =>
  rows.flatMap(({ evidence }) => (typeof evidence.kept === 'string' ? [evidence.kept] : []));

/** Rows whose work lasts, of those that belong together with one that has begun, as long as they are not done. */
function unfinishedOf(plan: Plan, rows: RunView['rows']): readonly Row[] {
  const lasting = rowsOf(plan).filter(({ lasts, reversed }) => lasts && !reversed);
  const viewOf = (id: string) => rows.find((row) => row.id === id);
  return lasting.every(({ id }) => (viewOf(id)?.state ?? 'waiting') === 'waiting')
    ? []
    : lasting.filter(({ id }) => !isComplete(viewOf(id)));
}
