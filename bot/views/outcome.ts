import type { QuestionView } from '../../orchestrator/domain/question-view.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { spoken } from './people.ts';
import { mention, moment } from './text.ts';

/** How an approval of a run ended, as a sentence; null while it is open. */
export function outcomeSays(view: RunView, question: QuestionView): string | null {
  const { closed, run } = view;
  if (question.outcome === null)
    return closed === null ? null : `:black_circle: ${run.id} is closed: ${spoken(closed.says, view)}`;
  return decidedSays(question);
}

/** How an approval was decided, as a sentence; null while it is not. */
export function decidedSays({ outcome, votes, decidedBy, decidedAt }: QuestionView): string | null {
  const when = decidedAt === null ? '' : ` ${moment(decidedAt)}`;
  const by = (verdict: string) =>
    votes
      .filter((vote) => vote.verdict === verdict)
      .map((vote) => mention(vote.by))
      .join(', ');
  switch (outcome) {
    case null:
      return null;
    case 'approved':
      return `:ballot_box_with_check: Approved${when} by ${by('approve')}.`;
    case 'denied':
      return `:no_entry: Denied${when} by ${by('deny') || (decidedBy === null ? 'nobody' : mention(decidedBy))}. Nothing has moved.`;
    case 'expired':
      return `:hourglass: Expired${when} without enough approvals. Nothing has moved.`;
    case 'superseded':
      return `:leftwards_arrow_with_hook: Superseded${when}: the facts changed beyond the limits, so these votes are void. A new revision asks again.`;
    default:
      return `:black_circle: Withdrawn${when}. Nothing has moved.`;
  }
}
