import type { ModalView } from '@slack/types';
import type { Application } from '../../orchestrator/config.ts';
import type { Plan } from '../../orchestrator/domain/plan.ts';
import { rowsOf } from '../../orchestrator/domain/plan.ts';
import type { SetView } from '../../orchestrator/domain/set-view.ts';
import type { SetReview } from '../../orchestrator/recovery.ts';
import { FORM } from './actions.ts';
import { context, section, sections } from './blocks.ts';
import { risksSay, rpoSays } from './facts.ts';
import { confirmation, modal, notice } from './modals.ts';
import { whatOf } from './naming.ts';
import { abortLines } from './set-abort.ts';
import { plannedFacts, wayOf } from './set-cards.ts';
import { setSays } from './set-lines.ts';
import { moment, words } from './text.ts';

/** What one reads before approving a set: of every application what would be lost and what is accepted; the set's id confirms. */
export function setReviewModal(
  { view, drift, unseen }: SetReview,
  plan: Plan,
  applicationOf: (id: string) => Application,
): ModalView {
  const { set, planned } = view;
  if (planned === null) return notice(set.id, [`${set.id} is still being looked at. Review it when it asks for approval.`]);
  const lines = plannedFacts(view).flatMap(({ application: id, seen }) => {
    const application = applicationOf(id);
    const [, ...risks] = risksSay('', seen);
    return [
      `*${words(id, 40)}* ${words(application.domain, 255)}: RPO ${rpoSays(seen, { plan, application })}, seen ${moment(seen.at)}`,
      ...risks,
    ];
  });
  const irreversible = rowsOf(plan).some(({ pointOfNoReturn }) => pointOfNoReturn === true);
  return modal({
    form: FORM.setVote,
    title: `Review ${set.id}`,
    submit: 'Approve',
    carries: { set: set.id, hash: planned.hash, verdict: 'approve' },
    blocks: [
      section([
        `:rotating_light: *This moves the traffic of ${planned.members.length} applications.*`,
        `${whatOf(set, plan)}: ${wayOf(view)}`,
      ]),
      ...sections(changesSay(drift, unseen)),
      section(['*Approving accepts, for each*']),
      ...sections(lines),
      ...(irreversible
        ? [section(['*Cannot be undone*: once the database of an application is promoted, going back means failing back.'])]
        : []),
      confirmation(`Type ${set.id} to approve them all`),
      context([
        `Plans and facts \`${words(planned.hash.slice(0, 8))}\`, revision ${planned.revision}. Everything is checked again when you approve, and each application when its turn comes.`,
      ]),
    ],
  });
}

function changesSay(drift: readonly string[], unseen: readonly string[]): readonly string[] {
  const names = unseen.map((id) => words(id, 40)).join(', ');
  return [
    ...(drift.length === 0
      ? ['*Since the request* nothing changed beyond the limits.']
      : ['*Since the request this changed beyond the limits*', ...drift.map((line) => `:warning: ${words(line)}`)]),
    ...(names === '' ? [] : [`Not seen in time, and looked at when their turn comes: ${names}.`]),
  ];
}

/** Asks once more before a denial, which ends every run of the set. */
export const setDenyModal = ({ set, planned }: SetView, plan: Plan): ModalView =>
  modal({
    form: FORM.setVote,
    title: `Deny ${set.id}`,
    submit: 'Deny all',
    carries: { set: set.id, hash: planned?.hash ?? '', verdict: 'deny' },
    blocks: [section([`Denying ends ${set.id}: ${whatOf(set, plan)}. Nothing has moved, and it can be requested again.`])],
  });

/** Shows what aborting a set would do now, and asks. */
export const setAbortConfirm = (view: SetView, plan: Plan, applicationOf: (id: string) => Application): ModalView =>
  modal({
    form: FORM.setAbort,
    title: `Abort ${view.set.id}`,
    submit: 'Abort all',
    carries: { set: view.set.id },
    blocks: [
      section([`*${whatOf(view.set, plan)}*, ${wayOf(view)}: ${setSays(view).headline}.`]),
      ...sections(abortLines(view, plan, applicationOf)),
      section(['One that passes its point of no return meanwhile goes on, and nothing of it is undone.']),
    ],
  });
