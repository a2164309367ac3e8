import type { Evidence } from './answer.ts';
import type { Entry } from './entry.ts';
import type { Facts } from './facts.ts';
import { type Plan, rowsOf } from './plan.ts';
import type { Outcome, Vote } from './question.ts';
import type { Person, Result, Run } from './run.ts';
import type { Summary } from './summary.ts';

export type RowState = 'waiting' | 'working' | 'done' | 'failed' | 'cancelled' | 'undone';

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

/** A question of a run as people see it. */
export interface QuestionView {
  readonly id: string;
  readonly row: string;
  readonly kind: 'approval' | 'decision';
  readonly needed: number;
  readonly expiresAt: number | null;
  readonly askedAt: number;
  readonly votes: readonly Vote[];
  readonly outcome: Outcome | null;
  readonly decidedBy: Person | null;
  readonly decidedAt: number | null;
}

export type RunPhase = 'preparing' | 'waiting-for-approval' | 'executing' | 'waiting-for-decision' | 'undoing' | 'closed';

/** A run folded from its journal: what every surface draws. Holds nothing the journal does not. */
export interface RunView {
  readonly run: Run;
  readonly phase: RunPhase;
  readonly rows: readonly RowView[];
  readonly questions: readonly QuestionView[];
  /** Revision, hash and frozen facts approvals bind to; null before preflight has planned. */
  readonly planned: {
    readonly revision: number;
    readonly hash: string;
    readonly facts: Facts;
    readonly drift: readonly string[];
  } | null;
  readonly approvedAt: number | null;
  readonly abort: { readonly by: Person; readonly at: number } | null;
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

type Draft = { -readonly [K in keyof RunView]: RunView[K] };

/** Folds a journal into what people see; null when it has no `requested` entry. */
export function toRunView(plan: Plan, entries: readonly Entry[]): RunView | null {
  const first = entries[0];
  if (first?.kind !== 'requested') return null;
  const rows = rowsOf(plan).map(
    ({ id }): RowView => ({ id, state: 'waiting', says: '', startedAt: null, endedAt: null, evidence: {} }),
  );
  const draft: Draft = {
    run: first.run,
    phase: 'preparing',
    rows,
    questions: [],
    planned: null,
    approvedAt: null,
    abort: null,
    pointOfNoReturnAt: null,
    refusals: [],
    fencedLater: null,
    closed: null,
    seq: first.seq,
    at: first.at,
  };
  for (const entry of entries) fold(draft, entry);
  draft.phase = phaseOf(draft);
  return draft;
}

function fold(view: Draft, entry: Entry): void {
  view.seq = entry.seq;
  view.at = entry.at;
  switch (entry.kind) {
    case 'requested':
      return;
    case 'planned':
      view.planned = { revision: entry.revision, hash: entry.hash, facts: entry.facts, drift: entry.drift };
      return;
    case 'asked': {
      const kind = entry.question.startsWith('approval.') ? 'approval' : 'decision';
      const { needed, expiresAt, row } = entry;
      const asked: QuestionView = {
        id: entry.question,
        row,
        kind,
        needed,
        expiresAt,
        askedAt: entry.at,
        votes: [],
        outcome: null,
        decidedBy: null,
        decidedAt: null,
      };
      view.questions = [...view.questions, asked];
      return;
    }
    case 'voted':
      view.questions = view.questions.map((question) =>
        question.id === entry.question
          ? { ...question, votes: [...question.votes, { by: entry.by, verdict: entry.verdict, at: entry.at }] }
          : question,
      );
      return;
    case 'decided':
      view.questions = view.questions.map((question) =>
        question.id === entry.question
          ? { ...question, outcome: entry.outcome, decidedBy: entry.by, decidedAt: entry.at }
          : question,
      );
      if (entry.outcome === 'approved') view.approvedAt = entry.at;
      return;
    case 'refused':
      view.refusals = [...view.refusals, { by: entry.by, why: entry.why, at: entry.at }];
      return;
    case 'started':
      return setRow(view, entry.row, (row) => ({
        ...row,
        state: 'working',
        startedAt: row.startedAt ?? entry.at,
        endedAt: null,
      }));
    case 'working':
      return setRow(view, entry.row, (row) => ({ ...row, state: 'working', says: entry.why }));
    case 'done':
      return setRow(view, entry.row, (row) => ({
        ...row,
        state: entry.undo ? 'undone' : 'done',
        says: entry.says,
        endedAt: entry.at,
        evidence: entry.evidence,
      }));
    case 'failed':
      return setRow(view, entry.row, (row) => ({ ...row, state: 'failed', says: entry.why, endedAt: entry.at }));
    case 'cancelled':
      return setRow(view, entry.row, (row) => ({ ...row, state: 'cancelled', says: entry.why, endedAt: entry.at }));
    case 'abort':
      view.abort = { by: entry.by, at: entry.at };
      return;
    case 'point-of-no-return':
      view.pointOfNoReturnAt = entry.at;
      return;
    case 'fenced-later':
      view.fencedLater = entry;
      return;
    case 'closed':
      view.closed = { result: entry.result, says: entry.says, left: entry.left, summary: entry.summary, at: entry.at };
      return;
  }
}

function setRow(view: Draft, id: string, change: (row: RowView) => RowView): void {
  view.rows = view.rows.map((row) => (row.id === id ? change(row) : row));
}

function phaseOf(view: Draft): RunPhase {
  if (view.closed !== null) return 'closed';
  const open = view.questions.filter(({ outcome }) => outcome === null);
  if (open.some(({ kind }) => kind === 'decision')) return 'waiting-for-decision';
  if (open.some(({ kind }) => kind === 'approval')) return 'waiting-for-approval';
  if (view.abort !== null) return 'undoing';
  return view.approvedAt === null ? 'preparing' : 'executing';
}
