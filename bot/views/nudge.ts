import type { QuestionView } from '../../orchestrator/domain/question-view.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { CLICK } from './actions.ts';
import { approversSay } from './approvers.ts';
import { actions, button, type Card, section } from './blocks.ts';
import { move, type Setting, what } from './naming.ts';
import { outcomeSays } from './outcome.ts';
import { count, moment, words } from './text.ts';

/** The share of an approval's time that is left when people are reminded of it. */
const LAST = 1 / 5;

/** Whether an open approval has less than a fifth of its time left at `now` (epoch ms), and some still. */
export function isShort({ outcome, askedAt, expiresAt }: QuestionView, now: number): boolean {
  if (outcome !== null || expiresAt === null) return false;
  return now < expiresAt && expiresAt - now < (expiresAt - askedAt) * LAST;
}

/** Reminds those who can still approve, before it is too late; once it is decided it says so and has no button. */
export function nudge(view: RunView, question: QuestionView, { plan, application }: Setting): Card {
  const { run } = view;
  const asks = `${what(run, plan)}: ${move(run)}`;
  const outcome = outcomeSays(view, question);
  if (outcome !== null) {
    const over = `*${run.id}* ${asks}`;
    return { text: `${over}. ${outcome}`, blocks: [section([over, outcome])] };
  }
  const approvals = question.votes.filter(({ verdict }) => verdict === 'approve').length;
  const until = question.expiresAt === null ? '' : ` and expires at ${moment(question.expiresAt, '{time}')}`;
  const line = `:hourglass_flowing_sand: *${run.id}* still needs ${count(question.needed - approvals, 'approval')}${until}.`;
  const can = approversSay(view, question, application);
  return {
    text: line,
    blocks: [
      section([
        line,
        `${asks}, ${words(application.environment, 100)}.`,
        can === null ? 'Nobody who is left in dr.yml can approve it.' : `${can}: you can approve or deny it.`,
      ]),
      ...actions([button({ action: CLICK.review, label: 'Review', value: { run: run.id }, style: 'primary' })]),
    ],
  };
}
