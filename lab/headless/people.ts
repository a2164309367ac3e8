import { CLICK, FIELD } from '../../bot/views/actions.ts';
import { Refused } from '../../orchestrator/domain/errors.ts';
import type { PlanId } from '../../orchestrator/domain/plan.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import type { SetView } from '../../orchestrator/domain/set-view.ts';
import { openSet } from '../../orchestrator/sets/open-set.ts';
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
  const says = await type(lab, `/dr ${plan} ${lab.world.application.id} ${reason}`);
  return until(`A run (Slack answered "${says}")`, PATIENCE_MS, async () => {
    const view = await lab.newestRun();
    return view?.run.id === before ? null : view;
  });
}

/** The same for every application of the lab at once; answers the set it began. */
export async function requestAll(lab: Lab, reason: string, plan: PlanId): Promise<SetView> {
  const ids = lab.worlds.map(({ application }) => application.id);
  const says = await type(lab, `/dr ${plan} ${ids.join(',')} ${reason}`);
  return until(`A set (Slack answered "${says}")`, PATIENCE_MS, async () => {
    const [set] = await lab.records.sets.open();
    return set === undefined ? null : openSet(lab, set.id);
  });
}

async function type(lab: Lab, command: string): Promise<string> {
  const reply = await lab.slack.as(REQUESTER).command(command);
  if (reply.failure !== null) throw new Refused(`Slack could not deliver the command: ${reply.failure}.`);
  return reply.text;
}

/** What a person answers by trying again: the app was too slow, or the facts were others by the time of the vote. */
const WORTH_ANOTHER = /longer than Slack waits|does not answer|needs new votes/;

/**
 * The approver opens Review on the card of a run or a set, types what confirms it, the application's name unless told otherwise, and
 * approves; again on the newest card where Slack says that the app was too slow, or that the facts changed.
 */
export async function approve(lab: Lab, id: string, typed = lab.world.application.id): Promise<void> {
  const votes = () => votesOf(lab, id, APPROVER);
  const before = await votes();
  await until(`The approval of ${id}`, PATIENCE_MS, async () => {
    const card = await cardOf(lab, id);
    const refused = card === null ? null : await review(lab, card, typed);
    if ((await votes()) > before) return true;
    if (refused !== null && !WORTH_ANOTHER.test(refused)) throw new Refused(`The approval was refused: ${refused}`);
    return null;
  });
}

/** How often somebody has voted on a run or a set. */
export async function votesOf({ records }: Pick<Lab, 'records'>, id: string, user: string): Promise<number> {
  const questions = await records.questions.of(id);
  return questions.flatMap(({ votes }) => votes).filter(({ by }) => by.id === user).length;
}

/** Null where it may have been taken; otherwise what was said. */
async function review({ slack }: Lab, card: Message, typed: string): Promise<string | null> {
  const approver = slack.as(APPROVER);
  const { view, text } = await approver.click(card, CLICK.review);
  if (view === null) return text === '' ? null : text;
  // Both Regions are still being looked at.
  if (view.submit === null) return null;
  const submitted = await approver.submit(view.id, { [FIELD.confirmation]: typed });
  return submitted.status === 'errors' ? JSON.stringify(submitted.errors) : null;
}

async function cardOf({ slack, world }: Lab, id: string): Promise<Message | null> {
  const cards = await slack.messages(world.config.slack.channels.approvals);
  const isReviewable = (message: Message): boolean => {
    const drawn = JSON.stringify(message.blocks);
    return drawn.includes(id) && drawn.includes(`"${CLICK.review}"`);
  };
  return cards.findLast(isReviewable) ?? null;
}
