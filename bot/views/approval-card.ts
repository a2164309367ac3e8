import type { KnownBlock } from '@slack/types';
import { toWords } from '../../orchestrator/domain/duration.ts';
import type { Facts } from '../../orchestrator/domain/facts.ts';
import type { QuestionView } from '../../orchestrator/domain/question-view.ts';
import { isWayOut, type RunView } from '../../orchestrator/domain/run-view.ts';
import { CLICK } from './actions.ts';
import { approversSay, othersSay } from './approvers.ts';
import { actions, button, type Card, context, facts, header, quote, section } from './blocks.ts';
import { fenceSays, risksSay, rpoSays, rtoSays } from './facts.ts';
import { irreversibleSays } from './irreversible.ts';
import { move, type Setting, said, what } from './naming.ts';
import { outcomeSays } from './outcome.ts';
import { count, mention, moment, words } from './text.ts';

/** What one revision of a plan was: approvals bind to its hash. */
export interface Revision {
  readonly revision: number;
  readonly hash: string;
  readonly facts: Facts;
}

/** The request for approval of one revision; once it is decided it has no buttons and says how it ended. */
export function approvalCard(
  view: RunView,
  question: QuestionView,
  { revision, hash, facts: seen }: Revision,
  setting: Setting,
): Card {
  const { run } = view;
  const { plan, application } = setting;
  const title = `${what(run, plan)}: ${move(run)}`;
  const outcome = outcomeSays(view, question);
  const isOpen = outcome === null;
  const accepts = acceptsSays(question);
  const risks = accepts === null ? [] : risksSay(accepts, seen);
  const blocks: KnownBlock[] = [
    header(`${title} (${run.id})`),
    section([outcome ?? `*${count(question.needed, 'approval')} needed* ${expirySays(question)}. Nothing moves before.`]),
    ...(question.row === 'cut-over' ? [section(['*Second approval*: the standby follows; users are moved after this.'])] : []),
    ...(risks.length === 0 ? [] : [section(risks)]),
    facts([
      ['Requested by', `${mention(run.requestedBy)} ${moment(run.requestedAt, '{date_short_pretty} {time}')}`],
      ['Environment', words(application.environment, 100)],
      [`Can ${run.from} be fenced?`, fenceSays(seen)],
      ['Data that would be lost (RPO)', rpoSays(seen, setting)],
      ['Time to recover (RTO)', rtoSays(seen, application)],
      ['Votes', votesSay(question)],
    ]),
    ...gameDaySays(view),
    ...(view.preempts === null
      ? []
      : [
          section([
            `${view.preempts} goes on until this is approved. Then it gives way: it ends where it is, and its own card says what becomes of what it made.`,
          ]),
        ]),
    ...(run.reason === '' ? [] : [quote(`Reason: ${run.reason}`)]),
    ...irreversibleSays(plan, (row) => `• ${said(row.title, run, application)}. After it, going back means failing back.`),
    ...(isOpen ? [section([`*Can approve now:* ${canSay(view, question, setting)}.`])] : []),
    context([
      `Plan and facts \`${words(hash.slice(0, 8))}\`, revision ${revision}, seen ${moment(seen.at)}. Approvals bind to exactly these.`,
    ]),
    ...(isOpen ? buttons(run.id) : []),
  ];
  return { text: `${title} (${run.id}): ${outcome ?? `${count(question.needed, 'approval')} needed`}`, blocks };
}

function gameDaySays(view: RunView): readonly KnownBlock[] {
  if (!view.isGameDay) return [];
  const next = isWayOut(view)
    ? `afterwards the way home to ${view.run.from} is asked for, with approvals of its own.`
    : 'this is its way home.';
  return [section([`*Game day*: it moves production itself, to test how it is recovered; ${next}`])];
}

const buttons = (run: string): readonly KnownBlock[] =>
  actions([
    button({ action: CLICK.review, label: 'Review', value: { run }, style: 'primary' }),
    button({ action: CLICK.deny, label: 'Deny', value: { run }, style: 'danger' }),
  ]);

const expirySays = ({ expiresAt, askedAt }: QuestionView): string =>
  expiresAt === null ? 'without a time limit' : `until ${moment(expiresAt, '{time}')} (${toWords(expiresAt - askedAt)} in all)`;

function votesSay({ votes, needed }: QuestionView): string {
  const cast = votes
    .slice(0, 10)
    .map(({ by, verdict }) => `${verdict === 'deny' ? ':no_entry:' : ':white_check_mark:'} ${mention(by)}`);
  const approvals = votes.filter(({ verdict }) => verdict === 'approve').length;
  return [`${approvals} of ${needed}`, ...cast].join(' ');
}

/** What is accepted is said of what is open or was approved; nobody accepted anything else. */
function acceptsSays({ outcome }: QuestionView): string | null {
  if (outcome === null) return 'Approving accepts';
  return outcome === 'approved' ? 'It was accepted' : null;
}

function canSay(view: RunView, question: QuestionView, { application }: Setting): string {
  const can = approversSay(view.run, question, [application]) ?? 'nobody who is left in dr.yml';
  return `${can}; ${othersSay(view, question)}`;
}
