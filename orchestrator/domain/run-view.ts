import type { Evidence } from './answer.ts';
import type { Entry } from './entry.ts';
import type { Facts } from './facts.ts';
import { type Plan, rowsOf } from './plan.ts';
import { revisionOf } from './question.ts';
import { foldQuestions, type QuestionView } from './question-view.ts';
import type { Person, Result, Run } from './run.ts';
import type { Summary } from './summary.ts';

export type RowState = 'waiting' | 'working' | 'done' | 'skipped' | 'failed' | 'cancelled' | 'undone';

/** One row of a run as people see it. */
export interface RowView {
  readonly id: string;
  readonly state: RowState;
  /** What it says now: what was done, why it works on, or why it failed. */
  readonly says: string;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly evidence: Evidence;
}

/** Whether nobody need carry a row out any more: it is done, or people skipped it. */
export const isComplete = (row: Pick<RowView, 'state'> | undefined): boolean => row?.state === 'done' || row?.state === 'skipped';

/** What a row left as evidence; nothing where it has not ended well. */
export const evidenceIn = ({ rows }: Pick<RunView, 'rows'>, row: string): Evidence =>
  rows.find(({ id }) => id === row)?.evidence ?? {};

/** What settling left, or proving, which settles for less where a planned move was switched to unplanned. */
export const settledIn = (view: Pick<RunView, 'rows'>): Evidence => ({
  ...evidenceIn(view, 'settle'),
  ...evidenceIn(view, 'prove'),
});

export type RunPhase = 'preparing' | 'waiting-for-approval' | 'executing' | 'waiting-for-decision' | 'undoing' | 'closed';

/** A run folded from its journal: what every surface draws. Holds nothing the journal does not. */
export interface RunView {
  readonly run: Run;
  readonly phase: RunPhase;
  readonly rows: readonly RowView[];
  readonly questions: readonly QuestionView[];
  /** Revision, hash and frozen facts approvals bind to; null before preflight has planned. */
  readonly planned: {
    /** The row that asks people about it. */
    readonly row: string;
    readonly revision: number;
    readonly hash: string;
    readonly facts: Facts;
    readonly drift: readonly string[];
  } | null;
  readonly approvedAt: number | null;
  /** The set that it is a member of, such as `SET-7`. */
  readonly set: string | null;
  /** Why it may not start, or go on, although nobody stopped it. */
  readonly blocked: { readonly why: string; readonly at: number } | null;
  /** Whether production itself is moved to test how it is recovered. */
  readonly isGameDay: boolean;
  /** The run that gives way to this one once it is approved. */
  readonly preempts: string | null;
  /** The run that this one gave way to. */
  readonly gaveWayTo: string | null;
  readonly abort: { readonly by: Person; readonly at: number } | null;
  /** Who has what was done taken back, and which failure led to it. */
  readonly rollBack: { readonly by: Person; readonly why: string; readonly at: number } | null;
  readonly pointOfNoReturnAt: number | null;
  readonly refusals: readonly { readonly by: Person; readonly why: string; readonly at: number }[];
  readonly fencedLater: Extract<Entry, { kind: 'fenced-later' }> | null;
  readonly closed: {
    readonly result: Result;
    readonly says: string;
    readonly left: readonly string[];
    readonly summary: Summary | null;
    readonly at: number;
  } | null;
  /** Sequence and time of the newest entry. */
  readonly seq: number;
  readonly at: number;
}

/** Whether the approval of a revision is that of the run's set: what has changed since that was given is approved for the run alone. */
export function belongsToSet({ set, questions }: Pick<RunView, 'set' | 'questions'>, revision: number): boolean {
  const isGivenBefore = questions.some(({ id, outcome }) => outcome === 'approved' && (revisionOf(id) ?? revision) < revision);
  return set !== null && !isGivenBefore;
}

/** Whether a run waits for the approval of its set. */
export const asksWithSet = (view: RunView): boolean =>
  view.phase === 'waiting-for-approval' && view.planned !== null && belongsToSet(view, view.planned.revision);

/** Whether a run waits for people about itself: a step has failed, or what is to be approved is not for its set. */
export const asksForItself = (view: RunView): boolean =>
  view.phase === 'waiting-for-decision' || (view.phase === 'waiting-for-approval' && !asksWithSet(view));

/** Whether a run is the first move of a game day: the way home is asked for once it has succeeded. */
export const isWayOut = ({ run, isGameDay }: Pick<RunView, 'run' | 'isGameDay'>): boolean =>
  isGameDay && run.plan === 'switchover';

/** Folds a journal into what people see; null when it has no `requested` entry. */
export function toRunView(plan: Plan, entries: readonly Entry[]): RunView | null {
  const first = entries[0];
  if (first?.kind !== 'requested') return null;
  const rows = rowsOf(plan).map(
    ({ id }): RowView => ({ id, state: 'waiting', says: '', startedAt: null, endedAt: null, evidence: {} }),
  );
  let view: RunView = {
    run: first.run,
    phase: 'preparing',
    rows,
    questions: [],
    planned: null,
    approvedAt: null,
    set: first.set ?? null,
    blocked: null,
    isGameDay: first.gameDay === true,
    preempts: first.preempts ?? null,
    gaveWayTo: null,
    abort: null,
    rollBack: null,
    pointOfNoReturnAt: null,
    refusals: [],
    fencedLater: null,
    closed: null,
    seq: first.seq,
    at: first.at,
  };
  for (const entry of entries) view = { ...view, ...fold(view, entry), seq: entry.seq, at: entry.at };
  return { ...view, phase: phaseOf(view) };
}

function fold(view: RunView, entry: Entry): Partial<RunView> {
  const { at } = entry;
  switch (entry.kind) {
    case 'requested':
    case 'set-requested':
    case 'joined':
    case 'left-out':
    case 'set-planned':
    case 'released':
    case 'ended':
    case 'set-closed':
      return {};
    case 'gave-way':
      return { gaveWayTo: entry.to };
    case 'planned':
      return {
        planned: {
          row: entry.row ?? 'approval',
          revision: entry.revision,
          hash: entry.hash,
          facts: entry.facts,
          drift: entry.drift,
        },
        approvedAt: null,
      };
    case 'asked':
    case 'voted':
      return { questions: foldQuestions(view.questions, entry) };
    case 'decided':
      return {
        questions: foldQuestions(view.questions, entry),
        ...(entry.outcome === 'skip' ? inRow(view, entry.row, () => skipped(view, entry.question, at)) : {}),
        approvedAt: entry.outcome === 'approved' ? at : view.approvedAt,
      };
    case 'refused':
      return { refusals: [...view.refusals, { by: entry.by, why: entry.why, at }] };
    case 'started':
      return inRow(view, entry.row, ({ startedAt }) => ({ state: 'working', startedAt: startedAt ?? at, endedAt: null }));
    case 'working':
      return inRow(view, entry.row, () => ({ state: 'working', says: entry.why }));
    case 'done':
      return inRow(view, entry.row, ({ evidence }) => ({
        state: entry.undo ? 'undone' : 'done',
        says: entry.says,
        endedAt: at,
        evidence: { ...evidence, ...entry.evidence },
      }));
    case 'failed':
      return inRow(view, entry.row, () => ({ state: 'failed', says: entry.why, endedAt: at }));
    case 'cancelled':
      return entry.undo ? {} : inRow(view, entry.row, () => ({ state: 'cancelled', says: entry.why, endedAt: at }));
    case 'blocked':
      return { blocked: { why: entry.why, at } };
    case 'abort':
      return { abort: { by: entry.by, at } };
    case 'roll-back':
      return { rollBack: { by: entry.by, why: entry.why, at } };
    case 'point-of-no-return':
      return { pointOfNoReturnAt: at };
    case 'fenced-later':
      return { fencedLater: entry };
    case 'closed':
      return { closed: { result: entry.result, says: entry.says, left: entry.left, summary: entry.summary, at } };
  }
}

/** A row that two people went on without, and why. */
function skipped(view: RunView, id: string, at: number): Partial<RowView> {
  const votes = view.questions.find((question) => question.id === id)?.votes.filter(({ verdict }) => verdict === 'skip') ?? [];
  const by = votes.map((vote) => vote.by.id).join(' and ');
  const why = votes.flatMap(({ reason }) => (reason ? [reason] : [])).join('; ');
  return { state: 'skipped', says: `Skipped by ${by}: ${why}`, endedAt: at };
}

function inRow(view: RunView, id: string, change: (row: RowView) => Partial<RowView>): Pick<RunView, 'rows'> {
  return { rows: view.rows.map((row) => (row.id === id ? { ...row, ...change(row) } : row)) };
}

function phaseOf(view: RunView): RunPhase {
  if (view.closed !== null) return 'closed';
  const open = view.questions.filter(({ outcome }) => outcome === null);
  if (open.some(({ kind }) => kind === 'decision')) return 'waiting-for-decision';
  if (view.abort !== null || view.rollBack !== null) return 'undoing';
  if (open.some(({ kind }) => kind === 'approval')) return 'waiting-for-approval';
  return view.approvedAt === null ? 'preparing' : 'executing';
}
