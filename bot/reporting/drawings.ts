import type { Entry, EntryKind } from '../../orchestrator/domain/entry.ts';
import { revisionOf } from '../../orchestrator/domain/question.ts';
import type { QuestionView } from '../../orchestrator/domain/question-view.ts';
import { belongsToSet, type RunView } from '../../orchestrator/domain/run-view.ts';
import { approvalCard, type Revision } from '../views/approval-card.ts';
import type { Card } from '../views/blocks.ts';
import { liveCard } from '../views/live-card.ts';
import { announcement, lateNews, milestones } from '../views/news.ts';
import { isShort, nudge } from '../views/nudge.ts';
import { summaryCard } from '../views/summary.ts';
import { newest, type Snapshot } from './snapshot.ts';

/** A message that a run should have by now. */
export interface Drawing {
  /** The surface's name; one message each. */
  readonly name: string;
  readonly where: 'approvals' | 'announcements' | 'incident';
  /** Sequence of the newest entry that shows in it: an older drawing is stale. */
  readonly seq: number;
  /** Whether it is redrawn when stale, rather than said once. */
  readonly redrawn: boolean;
  /** Whether it waits for the least interval between two redrawings. */
  readonly paced: boolean;
  readonly card: Card;
  /** The same without newer blocks, for a workspace that does not have them yet. */
  readonly plain?: Card;
}

const QUESTIONS: readonly EntryKind[] = ['planned', 'asked', 'voted', 'decided', 'abort', 'closed'];
const HEADLINES: readonly EntryKind[] = [
  'requested',
  'asked',
  'voted',
  'decided',
  'done',
  'failed',
  'abort',
  'point-of-no-return',
  'closed',
  'fenced-later',
];
/** What people act on: the live message shows it at once. */
const URGENT: readonly EntryKind[] = ['asked', 'decided', 'abort', 'point-of-no-return', 'closed', 'fenced-later'];
const ENDINGS: readonly EntryKind[] = ['closed', 'fenced-later'];

/** Messages, and the errors of those that something in the journal keeps from being made. */
export interface Drawn {
  readonly made: readonly Drawing[];
  readonly broken: readonly unknown[];
}

/** Every message that a run should have by now, the ones that people wait for first; one that cannot be made keeps no other back. */
export function drawings(snapshot: Snapshot, channel: string | null): Drawn {
  const { view, entries } = snapshot;
  const own: readonly (() => readonly Drawing[])[] = [
    () => approvals(snapshot),
    () => (view.set === null || hasBegun(view) ? [live(snapshot)] : []),
    () => said(snapshot),
  ];
  // What a member of a set is about, the set's own messages tell.
  const alone: readonly (() => readonly Drawing[])[] = [
    () => [redrawn('announcement', 'announcements', newest(entries, HEADLINES), announcement(view, channel, snapshot))],
    () => present(redrawn('summary', 'incident', newest(entries, ENDINGS), summaryCard(view, snapshot))),
  ];
  const late = () => present(once('late-news', newest(entries, ['fenced-later']), lateNews(view)));
  const parts = [...own, ...(view.set === null ? alone : []), late];
  const made: Drawing[] = [];
  const broken: unknown[] = [];
  for (const part of parts) {
    try {
      made.push(...part());
    } catch (error) {
      broken.push(error);
    }
  }
  return { made, broken };
}

function live(snapshot: Snapshot): Drawing {
  const { view, entries, surfaces } = snapshot;
  const drawn = surfaces.get('live')?.drawnSeq ?? 0;
  return {
    name: 'live',
    where: 'incident',
    // Of the members of a set only what people act on: Slack takes some 50 updates a minute.
    seq: view.set === null ? view.seq : Math.max(1, newest(entries, URGENT)),
    redrawn: true,
    paced: view.set === null && newest(entries, URGENT) <= drawn,
    card: liveCard(view, snapshot, 'plan'),
    plain: liveCard(view, snapshot, 'lines'),
  };
}

function approvals(snapshot: Snapshot): readonly Drawing[] {
  const { view, entries, surfaces, now } = snapshot;
  return view.questions
    .filter((question) => question.kind === 'approval' && !isOfSet(view, question))
    .flatMap((question) => {
      const revision = revisionIn(entries, question);
      if (revision === null) return [];
      const seq = newest(entries, QUESTIONS);
      const reminder = `nudge.${revision.revision}`;
      const isReminded = surfaces.has(reminder) || (view.closed === null && isShort(question, now));
      return [
        redrawn(question.id, 'approvals', seq, approvalCard(view, question, revision, snapshot)),
        ...(isReminded ? [redrawn(reminder, 'approvals', seq, nudge(view, question, snapshot))] : []),
      ];
    });
}

function revisionIn(entries: readonly Entry[], { id }: QuestionView): Revision | null {
  const revision = revisionOf(id);
  const found = entries.findLast((entry) => entry.kind === 'planned' && entry.revision === revision);
  return found?.kind === 'planned' ? found : null;
}

function said(snapshot: Snapshot): readonly Drawing[] {
  const { view, entries } = snapshot;
  const { seq } = view;
  const open = view.questions.filter(({ outcome }) => outcome === null && view.closed === null);
  const unanswered = open.filter((question) => !isOfSet(view, question));
  const isAlone = view.set === null;
  const all: readonly (Drawing | null)[] = [
    view.approvedAt === null || !isAlone
      ? null
      : once('milestone.started', newest(entries, ['decided']), milestones.started(view, snapshot)),
    view.pointOfNoReturnAt === null || !isAlone
      ? null
      : once('milestone.past-return', newest(entries, ['point-of-no-return']), milestones.pastReturn(view)),
    ...unanswered.map((question) => once(`milestone.waiting.${question.id}`, seq, milestones.waiting(view, question, snapshot))),
    ended(view),
  ];
  return all.filter((drawing) => drawing !== null);
}

/** How a run ended. Of a member of a set only a failure is news: the set tells the rest. */
function ended(view: RunView): Drawing | null {
  const { closed, set, seq } = view;
  if (closed === null) return null;
  if (closed.result === 'succeeded') return set === null ? once('milestone.done', seq, milestones.done(view)) : null;
  return set === null || hasBegun(view) ? once('milestone.failed', seq, milestones.failed(view)) : null;
}

/** Whether there is more to tell of a member of a set than its line there does: it moves, or somebody has to choose. */
const hasBegun = ({ approvedAt, questions }: RunView): boolean =>
  approvedAt !== null || questions.some(({ kind }) => kind === 'decision');

/** The approval of a member of a set is asked for with the set's, and only what has changed since for itself. */
function isOfSet(view: RunView, { id }: QuestionView): boolean {
  const revision = revisionOf(id);
  return revision !== null && belongsToSet(view, revision);
}

const once = <T extends Card | null>(name: string, seq: number, card: T) => ({
  name,
  where: 'incident' as const,
  seq,
  redrawn: false,
  paced: false,
  card,
});

const redrawn = <T extends Card | null>(name: string, where: Drawing['where'], seq: number, card: T) => ({
  name,
  where,
  seq,
  redrawn: true,
  paced: false,
  card,
});

const present = (drawing: Omit<Drawing, 'card'> & { readonly card: Card | null }): readonly Drawing[] =>
  drawing.card === null ? [] : [{ ...drawing, card: drawing.card }];
