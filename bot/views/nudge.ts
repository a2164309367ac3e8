import type { QuestionView } from '../../orchestrator/domain/question-view.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import type { SetView } from '../../orchestrator/domain/set-view.ts';
import { CLICK } from './actions.ts';
import { approversSay } from './approvers.ts';
import { actions, button, type Card, section } from './blocks.ts';
import { move, type Setting, what, whatOf } from './naming.ts';
import { decidedSays, outcomeSays } from './outcome.ts';
import { type SetSetting, setApproversSay, wayOf } from './set-cards.ts';
import { count, moment, words } from './text.ts';

/** The share of an approval's time that is left when people are reminded of it. */
const LAST = 1 / 5;

/** Whether an open approval has less than a fifth of its time left at `now` (epoch ms), and some still. */
export function isShort({ outcome, askedAt, expiresAt }: QuestionView, now: number): boolean {
  if (outcome !== null || expiresAt === null) return false;
  return now < expiresAt && expiresAt - now < (expiresAt - askedAt) * LAST;
}

interface Reminder {
  readonly id: string;
  /** What is asked for. */
  readonly asks: string;
  /** How it ended; null while it is open. */
  readonly outcome: string | null;
  /** Who can approve it still, as a sentence. */
  readonly can: string;
  readonly review: { readonly run: string } | { readonly set: string };
}

/** Reminds those who can still approve, before it is too late; once it is decided it says so and has no button. */
function remind({ votes, needed, expiresAt }: QuestionView, { id, asks, outcome, can, review }: Reminder): Card {
  if (outcome !== null) {
    const over = `*${id}* ${asks}`;
    return { text: `${over}. ${outcome}`, blocks: [section([over, outcome])] };
  }
  const approvals = votes.filter(({ verdict }) => verdict === 'approve').length;
  const until = expiresAt === null ? '' : ` and expires at ${moment(expiresAt, '{time}')}`;
  const line = `:hourglass_flowing_sand: *${id}* still needs ${count(needed - approvals, 'approval')}${until}.`;
  return {
    text: line,
    blocks: [
      section([line, `${asks}.`, can]),
      ...actions([button({ action: CLICK.review, label: 'Review', value: review, style: 'primary' })]),
    ],
  };
}

const canSay = (people: string | null, otherwise: string): string =>
  people === null ? otherwise : `${people}: you can approve or deny it.`;

/** Reminds of the approval of a run. */
export function nudge(view: RunView, question: QuestionView, { plan, application }: Setting): Card {
  const { run } = view;
  const outcome = outcomeSays(view, question);
  const asks = `${what(run, plan)}: ${move(run)}`;
  return remind(question, {
    ...{ id: run.id, outcome, review: { run: run.id } },
    asks: outcome === null ? `${asks}, ${words(application.environment, 100)}` : asks,
    can: canSay(approversSay(run, question, [application]), 'Nobody who is left in dr.yml can approve it.'),
  });
}

/** Reminds of the approval of a set. */
export function setNudge(view: SetView, question: QuestionView, setting: SetSetting): Card {
  const { set } = view;
  return remind(question, {
    ...{ id: set.id, outcome: decidedSays(question), review: { set: set.id } },
    asks: `${whatOf(set, setting.plan)}: ${wayOf(view)}`,
    can: canSay(setApproversSay(view, question, setting), 'It takes an approver of every application in it.'),
  });
}
