import type { Entry } from './entry.ts';
import { type Outcome, revisionOf, type Vote } from './question.ts';
import type { Person } from './run.ts';

/** A question as people see it. */
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

type QuestionEntry = Extract<Entry, { kind: 'asked' | 'voted' | 'decided' }>;

/** The questions with one more entry of the journal in them. */
export function foldQuestions(questions: readonly QuestionView[], entry: QuestionEntry): readonly QuestionView[] {
  if (entry.kind === 'asked') return [...questions, toQuestionView(entry)];
  return questions.map((question) => (question.id === entry.question ? { ...question, ...changed(question, entry) } : question));
}

function toQuestionView({ question, row, needed, expiresAt, at }: Extract<Entry, { kind: 'asked' }>): QuestionView {
  const kind = revisionOf(question) === null ? 'decision' : 'approval';
  return { id: question, row, kind, needed, expiresAt, askedAt: at, votes: [], outcome: null, decidedBy: null, decidedAt: null };
}

function changed({ votes }: QuestionView, entry: Exclude<QuestionEntry, { kind: 'asked' }>): Partial<QuestionView> {
  if (entry.kind === 'decided') return { outcome: entry.outcome, decidedBy: entry.by, decidedAt: entry.at };
  const { by, verdict, reason, at } = entry;
  return { votes: [...votes, { by, verdict, at, ...(reason === undefined ? {} : { reason }) }] };
}
