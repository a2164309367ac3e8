import { CLICK, FIELD } from '../../bot/views/actions.ts';
import { Refused } from '../../orchestrator/domain/errors.ts';
import type { PlanId } from '../../orchestrator/domain/plan.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import type { Lab } from '../lab.ts';
import type { Message } from '../slack/shown.ts';
import { until } from './until.ts';

const REQUESTER = 'U0REQUESTER';
const APPROVER = 'U0APPROVER1';
const PATIENCE_MS = 60_000;

/** The requester types the command of a plan, a failover unless told otherwise; answers the run it began, which is another than `before`. */
export async function request(
  lab: Lab,
  reason: string,
  plan: PlanId = 'failover',
  before: string | null = null,
): Promise<RunView> {
  const reply = await lab.slack.as(REQUESTER).command(`/dr ${plan} ${lab.world.application.id} ${reason}`);
  if (reply.failure !== null) throw new Refused(`Slack could not deliver the command: ${reply.failure}.`);
  return until(`A run (Slack answered "${reply.text}")`, PATIENCE_MS, async () => {
    const view = await lab.newestRun();
    return view?.run.id === before ? null : view;
  });
}

/** The approver opens Review on the card, types the application's name, and approves. */
export async function approve(lab: Lab, run: string): Promise<void> {
  const approver = lab.slack.as(APPROVER);
  const card = await until(`The approval card of ${run}`, PATIENCE_MS, () => cardOf(lab, run));
  const { view, text } = await approver.click(card, CLICK.review);
  if (view === null) throw new Refused(`Review opened nothing: ${text}`);
  const submitted = await approver.submit(view.id, { [FIELD.confirmation]: lab.world.application.id });
  if (submitted.status === 'errors') throw new Refused(`The approval was refused: ${JSON.stringify(submitted)}`);
}

async function cardOf({ slack, world }: Lab, run: string): Promise<Message | null> {
  const cards = await slack.messages(world.config.slack.channels.approvals);
  const isReviewable = (message: Message): boolean => {
    const drawn = JSON.stringify(message.blocks);
    return drawn.includes(run) && drawn.includes(`"${CLICK.review}"`);
  };
  return cards.findLast(isReviewable) ?? null;
}
