import type { ModalView } from '@slack/types';
import { judgedAs, type Plan } from '../../orchestrator/domain/plan.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import type { Review } from '../../orchestrator/recovery.ts';
import { FORM } from './actions.ts';
import { context, facts, section } from './blocks.ts';
import { fenceSays, lagSays, risksSay, rpoSays } from './facts.ts';
import { irreversibleSays } from './irreversible.ts';
import { confirmation, modal, notice } from './modals.ts';
import { move, said, what } from './naming.ts';
import { moment, words } from './text.ts';

/** What one reads before approving: the facts then and now, what cannot be undone, what is accepted; the application's name confirms. */
export function reviewModal({ view, application, now, drift }: Review, plan: Plan): ModalView {
  const { run, planned } = view;
  if (planned === null)
    return notice(run.id, [`${run.id} is still looking at both Regions. Review it when it asks for approval.`]);
  const then = planned.facts;
  const risks = risksSay('Approving accepts', now);
  return modal({
    form: FORM.vote,
    title: `Review ${run.id}`,
    submit: 'Approve',
    carries: { run: run.id, hash: planned.hash, verdict: 'approve' },
    blocks: [
      section([alertOf(judgedAs(plan, planned.row), application), `${what(run, plan)}: ${move(run)}`]),
      ...(risks.length === 0 ? [] : [section(risks)]),
      facts([
        ['Lag when requested', lagSays(then)],
        ['Lag now', lagSays(now)],
        ['RPO when requested', rpoSays(then, { plan, application })],
        ['RPO now', rpoSays(now, { plan, application })],
        [`Can ${run.from} be fenced now?`, fenceSays(now)],
        ['Facts gathered', `${moment(then.at)}, now ${moment(now.at)}`],
      ]),
      section(
        drift.length === 0
          ? ['*Since the request* nothing changed beyond the limits.']
          : ['*Since the request this changed beyond the limits*', ...drift.map((line) => `:warning: ${words(line)}`)],
      ),
      ...irreversibleSays(plan, (row) => `• ${said(row.title, run, application)}`),
      confirmation(`Type ${application.id} to approve`),
      context([
        `Plan and facts \`${words(planned.hash.slice(0, 8))}\`, revision ${planned.revision}. Everything is checked again when you approve.`,
      ]),
    ],
  });
}

/** What approving does to users. */
function alertOf(kind: Plan['kind'], { environment, domain }: Review['application']): string {
  const traffic = `${words(environment, 100)} traffic of ${words(domain, 255)}`;
  if (kind === 'rehearsal') return `*This leaves ${traffic} alone*: it works on a copy, which it removes.`;
  if (kind === 'rebuild')
    return `*This leaves ${traffic} alone*: it makes the database anew in the Region that was left, and keeps the old one.`;
  return `:rotating_light: *This moves ${traffic}.*`;
}

/** Asks once more before a denial, which ends the run. */
export function denyModal({ run, planned }: RunView, plan: Plan): ModalView {
  if (planned === null)
    return notice(run.id, [`${run.id} does not ask for approval yet. To end it, use \`/dr abort ${run.id}\`.`]);
  return modal({
    form: FORM.vote,
    title: `Deny ${run.id}`,
    submit: 'Deny',
    carries: { run: run.id, hash: planned.hash, verdict: 'deny' },
    blocks: [
      section([`Denying ends ${run.id}: ${what(run, plan)}, ${move(run)}. Nothing has moved, and it can be requested again.`]),
    ],
  });
}
