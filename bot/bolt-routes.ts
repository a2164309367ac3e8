import type { App, BlockButtonAction, Context, SlackViewAction } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Person } from '../orchestrator/domain/run.ts';
import { parseTyped, runNamedBy } from './commands/typed.ts';
import { answerTo } from './commands/verbs.ts';
import { type Deadline, SAY_WITHIN_MS } from './deadline.ts';
import { explain } from './explain.ts';
import type { Form, FormAnswer } from './listeners/listener.ts';
import { CLICKS, FORMS } from './listeners/routes.ts';
import { incidentChannel, type Platform } from './platform.ts';
import type { Open } from './review.ts';
import { FORM } from './views/actions.ts';
import { type Card, sentence } from './views/blocks.ts';
import { modal, notice } from './views/modals.ts';
import { cut } from './views/text.ts';

/** Routes `/dr …` to its verb; the answer is private. */
export function routeCommand(app: App, platform: Platform): void {
  app.command('/dr', async ({ command, client, ack, context }) => {
    const { verb, argument, rest } = parseTyped(command.text);
    const card = await cardOf(
      platform,
      async () => {
        const implied = await impliedRun(platform, command.channel_id, command.channel_name);
        const asked = { argument, rest, implied, by: slackUser(command.user_id), open: opener(client, command.trigger_id) };
        return answerTo(verb)(platform, asked);
      },
      deadlineIn(context),
    );
    await (card === null ? ack() : ack({ response_type: 'ephemeral', ...card }));
  });
}

/** Routes buttons; what there is to say is said privately to the one who pressed, in a window where Slack gives no address. */
export function routeClicks(app: App, platform: Platform): void {
  for (const [action, onClick] of Object.entries(CLICKS)) {
    app.action<BlockButtonAction>(action, async ({ body, payload, client, ack, respond, context }) => {
      const open = opener(client, body.trigger_id);
      const clicked = { by: slackUser(body.user.id), value: payload.value ?? '', open };
      const deadline = deadlineIn(context);
      const card = await cardOf(platform, () => onClick(platform, clicked), deadline, SAY_WITHIN_MS);
      await ack();
      if (card === null) return;
      const said: Promise<unknown> =
        respond === undefined
          ? open(modal({ form: FORM.notice, title: 'Disaster recovery', blocks: card.blocks }))
          : respond(privately(card));
      await deadline.within(said).catch((error: unknown) => explain(error, platform.log));
    });
  }
}

/** Routes submitted forms; a refusal is said under its field, or in place of a form without fields. */
export function routeForms(app: App, platform: Platform): void {
  for (const [id, form] of Object.entries(FORMS)) {
    app.view(id, async ({ body, ack, context }) => {
      const answer = await formAnswer(platform, deadlineIn(context), form, body);
      if ('errors' in answer) await ack({ response_action: 'errors', errors: answer.errors });
      else await ack({ response_action: 'update', view: answer.becomes });
    });
  }
}

async function formAnswer(
  platform: Platform,
  deadline: Deadline,
  form: Form,
  { user, view }: SlackViewAction,
): Promise<FormAnswer> {
  const field = (name: string) => {
    const input = view.state.values[name]?.[name];
    return input?.value ?? input?.selected_option?.value ?? '';
  };
  try {
    return await deadline.within(form.answer(platform, { by: slackUser(user.id), carries: view.private_metadata, field }));
  } catch (error) {
    const says = cut(explain(error, platform.log), 1_000);
    const under = form.refusedUnder;
    const hasField = view.blocks.some((block) => block.block_id === under);
    return under !== null && hasField ? { errors: { [under]: says } } : { becomes: notice('Not done', [says]) };
  }
}

async function cardOf(
  platform: Platform,
  work: () => Promise<Card | null>,
  deadline: Deadline,
  sooner = 0,
): Promise<Card | null> {
  try {
    return await deadline.within(work(), sooner);
  } catch (error) {
    return sentence(explain(error, platform.log));
  }
}

/** What the receiver hands on with every request. */
const deadlineIn = (context: Context): Deadline => context.deadline;

/** A channel's name only says which run to look at; the run has to know the channel as its own. */
async function impliedRun(platform: Platform, channel: string, channelName: string): Promise<string | null> {
  const run = runNamedBy(channelName);
  return run !== null && (await incidentChannel(platform, run)) === channel ? run : null;
}

const privately = (card: Card) => ({ response_type: 'ephemeral' as const, replace_original: false, ...card });

const slackUser = (id: string): Person => ({ id, via: 'slack' });

const opener =
  (client: WebClient, trigger: string): Open =>
  async (view) => {
    const opened = await client.views.open({ trigger_id: trigger, view });
    const id = opened.view?.id;
    return {
      async redraw(next) {
        if (id !== undefined) await client.views.update({ view_id: id, view: next });
      },
    };
  };
