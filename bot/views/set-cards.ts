import type { KnownBlock } from '@slack/types';
import type { Application } from '../../orchestrator/config.ts';
import { toWords } from '../../orchestrator/domain/duration.ts';
import type { Facts } from '../../orchestrator/domain/facts.ts';
import type { Plan } from '../../orchestrator/domain/plan.ts';
import type { QuestionView } from '../../orchestrator/domain/question-view.ts';
import type { SetView } from '../../orchestrator/domain/set-view.ts';
import { CLICK } from './actions.ts';
import { approversSay } from './approvers.ts';
import { actions, button, type Card, context, facts, header, quote, section, sections } from './blocks.ts';
import { OURS } from './limits.ts';
import { move, whatOf } from './naming.ts';
import { decidedSays } from './outcome.ts';
import { memberLines, setSays, tallySays } from './set-lines.ts';
import { count, cut, mention, moment, words } from './text.ts';

/** The frozen facts of the members that the approval is for. */
export function plannedFacts({ members, planned }: SetView): readonly { readonly application: string; readonly seen: Facts }[] {
  const covered = new Set(planned?.members.map(({ run }) => run));
  return members.flatMap(({ application, run }) =>
    run !== null && run.planned !== null && covered.has(run.run.id) ? [{ application, seen: run.planned.facts }] : [],
  );
}

/** `us-east-1 → us-west-2`; empty before a member has a run. */
export function wayOf({ members }: SetView): string {
  const run = members.find((member) => member.run !== null)?.run;
  return run === null || run === undefined ? '' : move(run.run);
}

/** What a card needs besides the set: the plan it carries out, and its applications as far as dr.yml names them. */
export interface SetSetting {
  readonly plan: Plan;
  readonly applications: readonly Application[];
}

/** Mentions of those who can approve every application that the approval is for; null where dr.yml names nobody for all of them. */
export function setApproversSay({ set, planned }: SetView, question: QuestionView, { applications }: SetSetting): string | null {
  const covered = planned?.members.map(({ application }) => application) ?? [];
  return approversSay(
    set,
    question,
    applications.filter(({ id }) => covered.includes(id)),
  );
}

/** The request for the one approval of a set; once it is decided it has no buttons and says how it ended. */
export function setApprovalCard(view: SetView, question: QuestionView, setting: SetSetting): Card {
  const { set } = view;
  const { plan } = setting;
  const can = setApproversSay(view, question, setting);
  const title = `${whatOf(set, plan)}: ${wayOf(view)} (${set.id})`;
  const outcome = decidedSays(question);
  const seen = plannedFacts(view).map((each) => each.seen);
  const unfenced = seen.filter(({ source }) => source.fence === 'impossible').length;
  const until = question.expiresAt === null ? '' : ` until ${moment(question.expiresAt, '{time}')}`;
  const blocks: KnownBlock[] = [
    header(title),
    section([
      outcome ?? `*${count(question.needed, 'approval')} needed*${until}, for all of them at once. Nothing moves before.`,
    ]),
    facts([
      ['Requested by', `${mention(set.requestedBy)} ${moment(set.requestedAt, '{date_short_pretty} {time}')}`],
      ['Applications', `${seen.length} of ${set.members.length} can be moved`],
      ['Cannot be fenced', unfenced === 0 ? 'none' : `*${unfenced}*: Review says what approving accepts`],
      ['Data that would be lost (RPO)', worstRpo(seen, plan)],
      [
        'Risks',
        count(
          seen.reduce((sum, { risks }) => sum + risks.length, 0),
          'risk',
        ),
      ],
      ['Votes', votesSay(question)],
    ]),
    ...(outcome === null ? sections([...anewSays(view), ...memberLines(view)]) : []),
    ...(set.reason === '' ? [] : [quote(`Reason: ${set.reason}`)]),
    ...(outcome === null && can !== null ? [section([`*Can approve now:* ${can}.`])] : []),
    context([
      `${planSays(view, question)}Each application is looked at again when its turn comes; one whose facts have changed asks for an approval of its own.`,
    ]),
    ...(outcome === null && view.closed === null ? buttons(set.id) : []),
  ];
  return { text: `${title}: ${outcome ?? `${count(question.needed, 'approval')} needed`}`, blocks };
}

/** Which plans and facts the newest approval binds to. */
const planSays = ({ planned, question: newest }: SetView, { id }: QuestionView): string =>
  planned === null || id !== newest?.id
    ? ''
    : `Plans and facts \`${words(planned.hash.slice(0, 8))}\`, revision ${planned.revision}. `;

/** Why a set is asked for anew. */
function anewSays({ members, planned }: SetView): readonly string[] {
  if (planned === null || planned.revision === 1) return [];
  const drift = members.flatMap(({ application, run }) =>
    (run?.planned?.drift ?? []).map((line) => `:warning: ${words(application, 40)}: ${words(line)}`),
  );
  return ['*Since it was asked for before, this changed beyond the limits*', ...drift.map((line) => cut(line, OURS.memberLine))];
}

const buttons = (set: string): readonly KnownBlock[] =>
  actions([
    button({ action: CLICK.review, label: 'Review', value: { set }, style: 'primary' }),
    button({ action: CLICK.deny, label: 'Deny', value: { set }, style: 'danger' }),
  ]);

function votesSay({ votes, needed }: QuestionView): string {
  const cast = votes
    .slice(0, 10)
    .map(({ by, verdict }) => `${verdict === 'deny' ? ':no_entry:' : ':white_check_mark:'} ${mention(by)}`);
  return [`${votes.filter(({ verdict }) => verdict === 'approve').length} of ${needed}`, ...cast].join(' ');
}

function worstRpo(seen: readonly Facts[], plan: Plan): string {
  if (plan.kind === 'planned') return 'none: that is proved, or nothing moves';
  const known = seen.flatMap(({ estimatedRpoMs }) => estimatedRpoMs ?? []);
  const unknown = seen.length - known.length;
  const most = known.length === 0 ? [] : [`at most ${toWords(Math.max(...known))}`];
  return [...most, ...(unknown === 0 ? [] : [`unknown for ${unknown}`])].join(', ') || 'unknown';
}

/** The one message of a set that is redrawn: how far it is, with a line for each application. */
export function setLiveCard(view: SetView, plan: Plan): Card {
  const { set, closed, abort } = view;
  const { headline, detail } = setSays(view);
  const title = `${set.id} ${whatOf(set, plan)}: ${headline}`;
  return {
    text: `${title}. ${detail}`,
    blocks: [
      header(title),
      section([`*${wayOf(view) || 'No application has a run yet'}* ${detail}`, tallySays(view)]),
      ...sections(memberLines(view)),
      ...(closed === null && abort === null ? actions([abortButton(view)]) : []),
      context([`Last update ${moment(view.at)}. Redrawn when something changes. \`/dr status DR-…\` tells of one of them.`]),
    ],
  };
}

const abortButton = ({ set }: SetView) =>
  button({
    action: CLICK.abort,
    label: 'Abort all…',
    value: { set: set.id },
    style: 'danger',
  });

/** The one message of a set in the announcements channel. */
export function setAnnouncement(view: SetView, channel: string | null, plan: Plan): Card {
  const { headline, detail } = setSays(view);
  const title = `${view.set.id} ${whatOf(view.set, plan)}: ${headline}`;
  const where = channel === null ? '' : ` Follow it in <#${channel}>.`;
  return {
    text: `${title}. ${detail}`,
    blocks: [
      header(title),
      section([`*${wayOf(view)}* ${detail}${where}`, tallySays(view)]),
      context([`Last update ${moment(view.at)}.`]),
    ],
  };
}
