import { CLICK, FIELD } from '../../../bot/views/actions.ts';
import { votesOf } from '../../../lab/headless/people.ts';
import { until } from '../../../lab/headless/until.ts';
import type { Reply } from '../../../lab/slack/actor.ts';
import type { Message, View } from '../../../lab/slack/shown.ts';
import { type RunView, toRunView } from '../../../orchestrator/domain/run-view.ts';
import { plans } from '../../../orchestrator/plans/plans.ts';
import type { Cloud } from '../cloud/cloud.ts';

export const ROSA = 'U0REQUESTER';
export const AMIR = 'U0APPROVER1';
/** An approver as a member of the user group alone. */
export const NINA = 'U0APPROVER2';
/** How long anything is waited for. */
export const PATIENCE_MS = 90_000;

/** The newest run, folded from its journal; null before the first. */
export async function newestRun({ records, application }: Cloud): Promise<RunView | null> {
  const [run] = await records.journal.recent(application.id, 1);
  return run === undefined ? null : toRunView(plans[run.plan], await records.journal.read(run.id));
}

/** Waits until the newest run is as described; what is written of it when it never is goes into the error. */
export async function runWhere(cloud: Cloud, what: string, holds: (view: RunView) => boolean): Promise<RunView> {
  const seen: { view: RunView | null } = { view: null };
  const look = async (): Promise<RunView | null> => {
    seen.view = await newestRun(cloud);
    return seen.view !== null && holds(seen.view) ? seen.view : null;
  };
  return until(what, PATIENCE_MS, look).catch((error: Error) => {
    throw new Error(`${error.message} ${toText(seen.view)}`, { cause: error });
  });
}

/** Where a run has come to, for whoever reads that it did not go on. */
function toText(view: RunView | null): string {
  const rows = view?.rows.map(({ id, state, says }) => `${id}: ${state} ${says}`) ?? [];
  return [view?.phase, ...(view?.planned?.facts.blockers ?? []), ...rows].join('\n');
}

export const isClosed = ({ phase }: RunView): boolean => phase === 'closed';
export const rowIs =
  (id: string, state: string) =>
  ({ rows }: RunView): boolean =>
    rows.some((row) => row.id === id && row.state === state);

/** Rosa types `/dr` and those words, again where Slack says that the app was too slow, until there is a run that was not there before. */
export async function request(cloud: Cloud, words: string): Promise<RunView> {
  const before = (await newestRun(cloud))?.run.id ?? null;
  return until('A run', PATIENCE_MS, async () => {
    const reply = await cloud.slack.as(ROSA).command(`/dr ${words}`);
    const view = await newestRun(cloud);
    if (view !== null && view.run.id !== before) return view;
    if (!isTooSlow(reply)) throw new Error(`Slack answered: ${reply.text}`);
    return null;
  });
}

/** Whether Slack says that the app was too slow, or the app that AWS was. */
export const isTooSlow = ({ failure, text }: Pick<Reply, 'failure' | 'text'>): boolean =>
  failure !== null || /does not answer|ambiguous|answered in time|longer than Slack waits/.test(text);

/** The run's card among the approvals, with that button on it. */
export function cardOf(cloud: Cloud, run: string, button: string): Promise<Message> {
  return untilOf(cloud, `The card of ${run} with ${button}`, () => cardNow(cloud, run, button));
}

/** The same; null while there is none. */
async function cardNow({ slack, config }: Cloud, run: string, button: string): Promise<Message | null> {
  const cards = await slack.messages(config.slack.channels.approvals);
  return cards.findLast(({ blocks }) => has(blocks, run) && has(blocks, `"${button}"`)) ?? null;
}

/** Asks until there is an answer; how far the newest run is goes into the error. */
const untilOf = <T>(cloud: Cloud, what: string, ask: () => Promise<T | null>): Promise<T> =>
  until(what, PATIENCE_MS, ask).catch(async (error: Error) => {
    throw new Error(`${error.message} ${toText(await newestRun(cloud))}`, { cause: error });
  });

const has = (blocks: unknown, text: string): boolean => JSON.stringify(blocks).includes(text);

/**
 * Somebody, Amir if nobody is named, opens Review, types the application's name, and approves; again where Slack says that the app was too
 * slow, or the facts are others by then.
 */
export function approve(cloud: Cloud, run: string, user = AMIR): Promise<void> {
  return approveWith(cloud, run, cloud.application.id, user);
}

/** The same of a run or a set, with what confirms it. */
export async function approveWith(cloud: Cloud, id: string, confirmation: string, user: string): Promise<void> {
  const votes = () => votesOf(cloud, id, user);
  const before = await votes();
  await untilOf(cloud, `The approval of ${id}`, async () => {
    const form = await formNow(cloud, id, CLICK.review, user);
    if (form !== null) await cloud.slack.as(user).submit(form.id, { [FIELD.confirmation]: confirmation });
    return (await votes()) > before ? true : null;
  });
}

/** Amir opens Deny and confirms it. */
export async function deny(cloud: Cloud, run: string): Promise<void> {
  const form = await openForm(cloud, run, CLICK.deny, AMIR);
  await cloud.slack.as(AMIR).submit(form.id);
}

/** Presses a button of the card until the window that opens can be submitted. */
const openForm = (cloud: Cloud, run: string, button: string, user: string): Promise<View> =>
  untilOf(cloud, `A form behind ${button} of ${run}`, () => formNow(cloud, run, button, user));

/** The window behind a button of the card; null where it cannot be submitted, as while both Regions are looked at, or the card has no such button. */
async function formNow(cloud: Cloud, run: string, button: string, user: string): Promise<View | null> {
  const card = await cardNow(cloud, run, button);
  if (card === null || !(await isPressed(cloud, card, button, user))) return null;
  const top = cloud.slack.views(user).at(-1) ?? null;
  return top !== null && typeof top.submit === 'object' && top.submit !== null ? top : null;
}

/** Whether a button could be pressed: a card may be drawn without it between a look and a click. */
async function isPressed({ slack }: Cloud, card: Message, button: string, user: string): Promise<boolean> {
  try {
    await slack.as(user).click(card, button);
    return true;
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('There is no button')) return false;
    throw error;
  }
}

/** Somebody, Rosa if nobody is named, presses a button of the newest message that has it; answers the window that opens. */
export async function press(cloud: Cloud, run: string, button: string, user = ROSA): Promise<View | null> {
  const message = await until(`${button} for ${run}`, PATIENCE_MS, async () => {
    for (const { id } of await cloud.slack.channels()) {
      const found = (await cloud.slack.messages(id)).findLast(({ blocks }) => has(blocks, run) && has(blocks, `"${button}"`));
      if (found !== undefined) return found;
    }
    return null;
  });
  return (await cloud.slack.as(user).click(message, button)).view;
}

/** Every text that a channel shows. */
export async function textsIn({ slack }: Cloud, channel: string): Promise<string> {
  return JSON.stringify(await slack.messages(channel));
}
