import type { Entry, EntryKind } from '../../orchestrator/domain/entry.ts';
import type { QuestionView } from '../../orchestrator/domain/question-view.ts';
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
  const parts: readonly (() => readonly Drawing[])[] = [
    () => approvals(snapshot),
    () => [live(snapshot)],
    () => said(snapshot),
    () => [redrawn('announcement', 'announcements', newest(entries, HEADLINES), announcement(view, channel, snapshot))],
    () => present(redrawn('summary', 'incident', newest(entries, ENDINGS), summaryCard(view, snapshot))),
    () => present(once('late-news', newest(entries, ['fenced-later']), lateNews(view))),
  ];
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
    seq: view.seq,
    redrawn: true,
    paced: newest(entries, URGENT) <= drawn,
    card: liveCard(view, snapshot, 'plan'),
    plain: liveCard(view, snapshot, 'lines'),
  };
}

function approvals(snapshot: Snapshot): readonly Drawing[] {
  const { view, entries, surfaces, now } = snapshot;
  return view.questions
    .filter(({ kind }) => kind === 'approval')
    .flatMap((question) => {
      const revision = revisionOf(question, entries);
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

/** `approval.2` is the question of revision 2. */
function revisionOf({ id }: QuestionView, entries: readonly Entry[]): Revision | null {
  const revision = Number(id.split('.').at(-1));
  const found = entries.findLast((entry) => entry.kind === 'planned' && entry.revision === revision);
  return found?.kind === 'planned' ? found : null;
}

function said(snapshot: Snapshot): readonly Drawing[] {
  const { view, entries } = snapshot;
  const { seq } = view;
  const unanswered = view.questions.filter(({ outcome }) => outcome === null && view.closed === null);
  const all: readonly (Drawing | null)[] = [
    view.approvedAt === null ? null : once('milestone.started', newest(entries, ['decided']), milestones.started(view, snapshot)),
    view.pointOfNoReturnAt === null
      ? null
      : once('milestone.past-return', newest(entries, ['point-of-no-return']), milestones.pastReturn(view)),
    ...unanswered.map((question) => once(`milestone.waiting.${question.id}`, seq, milestones.waiting(view, question, snapshot))),
    view.closed === null
      ? null
      : view.closed.result === 'succeeded'
        ? once('milestone.done', seq, milestones.done(view))
        : once('milestone.failed', seq, milestones.failed(view)),
  ];
  return all.filter((drawing) => drawing !== null);
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
