import type { KnownBlock } from '@slack/types';
import type { Facts } from '../../orchestrator/domain/facts.ts';
import type { Plan, PlanId } from '../../orchestrator/domain/plan.ts';
import type { Region } from '../../orchestrator/domain/region.ts';
import { asksWithSet, type RunView } from '../../orchestrator/domain/run-view.ts';
import type { Unread } from '../../orchestrator/recovery/readings.ts';
import type { Status } from '../../orchestrator/recovery.ts';
import { CLICK } from './actions.ts';
import { actions, button, type Card, context, facts, header, section } from './blocks.ts';
import { costSays } from './cost.ts';
import { activeSays, fenceSays, lagSays, rpoSays } from './facts.ts';
import { keptSay } from './kept.ts';
import { move, type Setting, what } from './naming.ts';
import { phaseSays } from './phases.ts';
import { lastDrillSays, lastTestSays } from './test-result.ts';
import { mention, moment, unescaped, words } from './text.ts';

type Plans = Readonly<Record<PlanId, Plan>>;

/** An application now: where it runs, whether it could move, what is running and what ran, how it was tested, what it costs. */
export function statusCard(
  { application, facts: seen, lock, running, next, recent, lastTest, lastDrill, kept, costs, unread, at }: Status,
  plans: Plans,
): Card {
  const where = seen === null ? 'it cannot be seen now where it runs' : activeSays(seen);
  const title = `${application.id}: ${where}`;
  const isUnread = (part: Unread['part']): boolean => unread.some((one) => one.part === part);
  const others = recent.filter(({ run }) => run.id !== running?.run.id && run.id !== next?.run.id);
  return {
    text: title,
    blocks: [
      header(unescaped(title)),
      section([
        ...(running === null ? (isUnread('runs') ? [] : ['Nothing is running.']) : [runLine(running, plans)]),
        ...(next === null ? [] : [nextLine(next, plans)]),
        ...(lock === null
          ? []
          : [
              `:lock: *Locked* by ${mention({ id: lock.by, via: 'slack' })} ${moment(lock.at)}: ${words(lock.reason)}. No run can be started.`,
            ]),
        `${words(application.domain, 255)}, ${words(application.environment, 100)}`,
        ...(isUnread('tests') ? [] : [...lastTestSays(lastTest, at), ...lastDrillSays(lastDrill, at)]),
        ...costSays(costs, seen === null ? null : standbyOf(seen), at),
        ...keptSay(kept, at),
        ...unread.map(({ says }) => `:warning: ${words(says)}`),
      ]),
      ...(next === null ? [] : review(next)),
      ...(seen === null ? [] : observed(seen, { application, plan: plans.failover })),
      ...(others.length === 0 ? [] : [section(['*Recent*', ...others.map((view) => runLine(view, plans))])]),
      ...actions([
        button({ action: CLICK.showPlan, label: 'Dry run', value: { application: application.id } }),
        button({ action: CLICK.askSwitchover, label: 'Switchover…', value: { application: application.id } }),
        button({ action: CLICK.askFailover, label: 'Failover…', value: { application: application.id }, style: 'danger' }),
      ]),
    ],
  };
}

const standbyOf = ({ active, source, target }: Facts): Region | null =>
  'region' in active && active.region === source.region ? target.region : null;

function observed(seen: Facts, setting: Setting): readonly KnownBlock[] {
  const blockers = seen.blockers.map((line) => `:no_entry: ${words(line)}`);
  const agents = seen.agents.map((line) => `:warning: ${words(line)}`);
  return [
    ...(blockers.length === 0 ? [] : [section(['*A failover would be blocked*', ...blockers])]),
    ...(agents.length === 0 ? [] : [section(['*The Regions by themselves*', ...agents])]),
    facts([
      ['DNS gives out', seen.answers ?? 'no Region'],
      ['Lag', lagSays(seen)],
      ['Data that would be lost (RPO)', rpoSays(seen, setting)],
      [`Can ${seen.source.region} be fenced?`, fenceSays(seen)],
    ]),
    context([`Seen ${moment(seen.at)}. Nothing was changed to find out.`]),
  ];
}

/** One run in one line. */
export function runLine(view: RunView, plans: Plans): string {
  const { run } = view;
  const { headline, detail } = phaseSays(view);
  return `*${run.id}* ${what(run, plans[run.plan])}, ${move(run)}: *${headline}*. ${detail} Asked by ${mention(run.requestedBy)} ${moment(run.requestedAt, '{date_short_pretty} {time}')}.`;
}

/** A run that waits for the place of another, in one line. */
const nextLine = (view: RunView, plans: Plans): string =>
  `:hourglass_flowing_sand: *Next*, in its place once approved${view.set === null ? '' : ` with ${view.set}`}: ${runLine(view, plans)}`;

/** The button to approve a run that asks for itself. */
const review = (view: RunView): readonly KnownBlock[] =>
  actions(
    view.questions.some(({ outcome, kind }) => outcome === null && kind === 'approval') && !asksWithSet(view)
      ? [button({ action: CLICK.review, label: `Review ${view.run.id}`, value: { run: view.run.id } })]
      : [],
  );

/** One run, with what is said about it and where to look. */
export function runCard(view: RunView, plans: Plans, channel: string | null): Card {
  const { run, set } = view;
  const open = view.questions.filter(({ outcome }) => outcome === null);
  const waits = open.map(({ kind, row }) => {
    if (kind === 'decision') return `It waits for a person: ${words(row)} failed.`;
    return asksWithSet(view) ? `It waits for its turn in ${set}, and for the approval of that.` : 'It waits for approval.';
  });
  return {
    text: `${run.id}: ${phaseSays(view).headline}`,
    blocks: [
      header(`${run.id}: ${phaseSays(view).headline}`),
      section([runLine(view, plans), ...waits, ...(channel === null ? [] : [`Follow it in <#${channel}>.`])]),
      ...review(view),
      context([`Last entry of the journal ${moment(view.at)}.`]),
    ],
  };
}
