import { showAnswer } from './answers.ts';
import type { Member } from './cast.ts';
import type { Delivery, Failure } from './delivery.ts';
import { incomplete, stateOf, type Values } from './inputs.ts';
import { closing, commandForm, pressInMessage, pressInView, submission } from './payloads.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Block, Channel, Message, MessageRef, View } from './shown.ts';
import { type Submitted, showSubmitted } from './submitted.ts';
import type { Behind } from './web-api.ts';

/** What Slack's client shows after a command or a click. */
export interface Reply {
  readonly failure: Failure | null;
  /** The direct answer, which only this user sees; empty when there is none. */
  readonly text: string;
  readonly blocks: readonly Block[];
  /** The modal that opened or changed meanwhile; null when none did. */
  readonly view: View | null;
}

/** One person at Slack's client. Throws when they try what the client would not let them do. */
export interface Actor {
  /** Sends a line such as `/dr failover shop database on fire`, from #incidents unless told otherwise. */
  command(line: string, channel?: string): Promise<Reply>;
  /** Presses a button of a message, or of a view by its id. */
  click(where: MessageRef | string, actionId: string, blockId?: string): Promise<Reply>;
  /** Submits a modal; `values` by `action_id` or `block_id`. */
  submit(viewId: string, values?: Values): Promise<Submitted>;
  close(viewId: string): Promise<void>;
}

/** What acting stands on. */
export interface Stage extends Behind {
  readonly delivery: Delivery;
  readonly responseUrls: ResponseUrls;
  readonly now: () => number;
}

export function createActor(stage: Stage, member: Member): Actor {
  const { delivery, responseUrls, triggers, views, workspace, now } = stage;
  const top = () => views.modals(member.id).at(-1) ?? null;
  const reply = async (send: () => ReturnType<Delivery['send']>): Promise<Reply & { readonly body: Delivered }> => {
    const before = top();
    const { failure, body } = await send();
    const after = top();
    const blocks = Array.isArray(body.blocks) ? (body.blocks as readonly Block[]) : [];
    return { failure, text: String(body.text ?? ''), blocks, view: after?.hash === before?.hash ? null : after, body };
  };

  const press = (on: { readonly blocks: readonly Block[] }, actionId: string, blockId?: string, view: string | null = null) => ({
    ...buttonOf(on.blocks, actionId, blockId),
    ...{ member, now: now(), triggerId: triggers.issue({ user: member.id, view }) },
  });
  const pressedView = (view: View, actionId: string, blockId?: string) =>
    pressInView(press(view, actionId, blockId, view.id), view);
  const pressedMessage = async (message: Message, actionId: string, blockId?: string) => {
    const channel = await channelOf(stage, member, message.channel);
    const responseUrl = responseUrls.issue({ user: member.id, channel: channel.id, message });
    return pressInMessage(press(message, actionId, blockId), message, channel, responseUrl);
  };

  return {
    command: async (line, channelId = 'C0INCIDENTS') => {
      const channel = await channelOf(stage, member, channelId);
      const to = { user: member.id, channel: channelId, message: null };
      const trigger = triggers.issue({ user: member.id, view: null });
      const form = commandForm(member, channel, line, trigger, responseUrls.issue(to));
      const { body, ...shown } = await reply(() => delivery.send(form));
      const isShown = shown.failure === null && (await showAnswer(stage, to, body)).ok;
      if (isShown) return shown;
      const failure = shown.failure ?? 'invalid_command_response';
      await sayAsSlackbot(stage, to, `${form.command} failed with the error "${failure}"`);
      return { ...shown, failure };
    },
    click: async (where, actionId, blockId) => {
      const form =
        typeof where === 'string'
          ? pressedView(viewOf(stage, member, where), actionId, blockId)
          : await pressedMessage(await messageOf(stage, member, where), actionId, blockId);
      const { body, ...shown } = await reply(() => delivery.send(form));
      return shown;
    },
    submit: async (viewId, values = {}) => {
      const view = viewOf(stage, member, viewId);
      const missing = incomplete(view, values);
      if (Object.keys(missing).length > 0) return { status: 'errors', errors: missing, view, failure: null };
      const trigger = triggers.issue({ user: member.id, view: viewId });
      const filled = { ...view, state: stateOf(view, values) };
      return showSubmitted(stage, member.id, view, await delivery.send(submission(member, filled, trigger)));
    },
    close: async (viewId) => {
      const view = viewOf(stage, member, viewId);
      views.close(viewId);
      workspace.changed();
      if (view.notify_on_close) await delivery.send(closing(member, view, false));
    },
  };
}

type Delivered = Awaited<ReturnType<Delivery['send']>>['body'];

async function sayAsSlackbot({ emulator, workspace }: Stage, to: { user: string; channel: string }, text: string) {
  const posted = { ...to, text };
  const { message_ts } = await emulator.must('chat.postEphemeral', posted);
  workspace.remember(String(message_ts), posted, 'USLACKBOT');
}

async function channelOf({ workspace }: Stage, member: Member, id: string): Promise<Channel> {
  const channel = (await workspace.channels()).find((one) => one.id === id);
  if (channel?.members.includes(member.id)) return channel;
  throw new Error(`${member.name} is not in channel ${channel?.name ?? id}.`);
}

async function messageOf({ workspace }: Stage, member: Member, ref: MessageRef): Promise<Message> {
  const seen = [...(await workspace.messages(ref.channel)), ...workspace.ephemerals(member.id)];
  const message = seen.find(({ channel, ts }) => channel === ref.channel && ts === ref.ts);
  if (message === undefined) throw new Error(`${member.name} sees no message ${ref.ts} in channel ${ref.channel}.`);
  return message;
}

function viewOf({ views }: Stage, member: Member, id: string): View {
  const found = views.find(id);
  if (found?.user !== member.id) throw new Error(`${member.name} has no view ${id} open.`);
  return found.view;
}

function buttonOf(blocks: readonly Block[], actionId: string, blockId: string | undefined) {
  for (const block of blocks) {
    if (blockId !== undefined && block.block_id !== blockId) continue;
    const elements = [...(Array.isArray(block.elements) ? block.elements : []), block.accessory];
    const element = elements.find((one) => one?.type === 'button' && one.action_id === actionId);
    if (element !== undefined) return { element: element as Readonly<Record<string, unknown>>, blockId: block.block_id };
  }
  throw new Error(`There is no button ${actionId} to press here.`);
}
