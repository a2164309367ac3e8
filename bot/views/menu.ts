import type { KnownBlock } from '@slack/types';
import type { Application } from '../../orchestrator/config.ts';
import type { Plan, PlanId } from '../../orchestrator/domain/plan.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import type { SetView } from '../../orchestrator/domain/set-view.ts';
import { CLICK } from './actions.ts';
import { actions, button, type Card, context, header, section } from './blocks.ts';
import { whatOf } from './naming.ts';
import { setLine } from './set-lines.ts';
import { runLine } from './status.ts';
import { words } from './text.ts';

/** What one meets first: what runs, what waits for this person, and the applications. */
export interface Menu {
  readonly running: readonly RunView[];
  /** Runs that wait for this person's vote. */
  readonly waiting: readonly RunView[];
  /** Sets that are not closed. */
  readonly sets: readonly SetView[];
  readonly applications: readonly Application[];
}

/** Slack shows 50 blocks; each run and application takes two. */
const SHOWN = 7;
/** So many sets leave room for them. */
const SETS_SHOWN = 2;

/** The bare command's answer: each thing with the buttons for it. */
export function menuCard({ running, waiting, sets, applications }: Menu, plans: Readonly<Record<PlanId, Plan>>): Card {
  const titled = (title: string, lines: readonly KnownBlock[], none: string) => [
    section([`*${title}*`, ...(lines.length === 0 ? [none] : [])]),
    ...lines,
  ];
  const title = `${running.length} running, ${waiting.length} waiting for you`;
  const others = running.filter((view) => !waiting.includes(view));
  const none = waiting.length === 0 ? 'Nothing is running.' : 'Nothing else is running.';
  return {
    text: title,
    blocks: [
      header(title),
      ...(waiting.length === 0
        ? []
        : titled(
            'Waiting for your vote',
            waiting.slice(0, SHOWN).flatMap((view) => [section([runLine(view, plans)]), ...vote(view.run.id)]),
            '',
          )),
      ...(sets.length === 0
        ? []
        : titled(
            'Several applications at once',
            sets.slice(0, SETS_SHOWN).flatMap((view) => ofSet(view, plans)),
            '',
          )),
      ...titled(
        'Running',
        others.slice(0, SHOWN).map((view) => section([runLine(view, plans)])),
        none,
      ),
      ...titled('Applications', applications.slice(0, SHOWN).flatMap(application), 'dr.yml names none.'),
      context(['`/dr help` lists every command.']),
    ],
  };
}

const ofSet = (view: SetView, plans: Readonly<Record<PlanId, Plan>>) => [
  section([setLine(view, whatOf(view.set, plans[view.set.plan]))]),
  ...(view.question?.outcome === null
    ? actions([button({ action: CLICK.review, label: `Review ${view.set.id}`, value: { set: view.set.id }, style: 'primary' })])
    : []),
];

const vote = (run: string) =>
  actions([button({ action: CLICK.review, label: `Review ${run}`, value: { run }, style: 'primary' })]);

const application = ({ id, domain, environment }: Application) => [
  section([`*${id}* ${words(domain, 255)}, ${words(environment, 100)}`]),
  ...actions([
    button({ action: CLICK.showStatus, label: 'Status', value: { application: id } }),
    button({ action: CLICK.showPlan, label: 'Dry run', value: { application: id } }),
    button({ action: CLICK.askFailover, label: 'Failover…', value: { application: id }, style: 'danger' }),
  ]),
];
