import { APP, type Member, TEAM } from './cast.ts';
import type { Channel, Message, View } from './shown.ts';

const VERIFICATION_TOKEN = 'lab';

const user = ({ id, handle }: Member) => ({ id, username: handle, name: handle, team_id: TEAM.id });

const about = (member: Member, triggerId: string) => ({
  user: user(member),
  team: { id: TEAM.id, domain: TEAM.domain },
  enterprise: null,
  is_enterprise_install: false,
  api_app_id: APP.id,
  token: VERIFICATION_TOKEN,
  trigger_id: triggerId,
});

/** The form of a slash command. */
export function commandForm(
  member: Member,
  channel: Channel,
  line: string,
  triggerId: string,
  responseUrl: string,
): Readonly<Record<string, string>> {
  const [command = '', ...rest] = line.trim().split(' ');
  return {
    token: VERIFICATION_TOKEN,
    team_id: TEAM.id,
    team_domain: TEAM.domain,
    channel_id: channel.id,
    channel_name: channel.direct ? 'directmessage' : channel.name,
    user_id: member.id,
    user_name: member.handle,
    command,
    text: rest.join(' ').trim(),
    api_app_id: APP.id,
    is_enterprise_install: 'false',
    response_url: responseUrl,
    trigger_id: triggerId,
  };
}

type Plain = Readonly<Record<string, unknown>>;

const interaction = (payload: Plain) => ({ payload: JSON.stringify(payload) });

const action = (element: Plain, blockId: string, now: number) => ({
  type: element.type,
  action_id: element.action_id,
  block_id: blockId,
  text: element.text,
  ...(element.value === undefined ? {} : { value: element.value }),
  ...(element.style === undefined ? {} : { style: element.style }),
  action_ts: (now / 1_000).toFixed(6),
});

/** A pressed button and where it stands. */
export interface Press {
  readonly member: Member;
  readonly element: Plain;
  readonly blockId: string;
  readonly triggerId: string;
  readonly now: number;
}

/** The form of a button pressed in a message. */
export function pressInMessage(press: Press, message: Message, channel: Channel, responseUrl: string) {
  const { ts, text, blocks } = message;
  return interaction({
    type: 'block_actions',
    ...about(press.member, press.triggerId),
    container: { type: 'message', message_ts: ts, channel_id: channel.id, is_ephemeral: message.onlyFor !== null },
    channel: { id: channel.id, name: channel.name },
    message: { type: 'message', user: message.user, bot_id: APP.bot, app_id: APP.id, ts, text, blocks },
    state: { values: {} },
    response_url: responseUrl,
    actions: [action(press.element, press.blockId, press.now)],
  });
}

/** The form of a button pressed in a modal or a home tab. */
export function pressInView(press: Press, view: View) {
  return interaction({
    type: 'block_actions',
    ...about(press.member, press.triggerId),
    container: { type: 'view', view_id: view.id },
    view,
    actions: [action(press.element, press.blockId, press.now)],
  });
}

/** The form of a submitted modal; `view.state` holds what was typed. */
export function submission(member: Member, view: View, triggerId: string) {
  return interaction({ type: 'view_submission', ...about(member, triggerId), view, response_urls: [] });
}

/** The form of a closed modal. */
export function closing(member: Member, view: View, isCleared: boolean) {
  const { trigger_id, ...known } = about(member, '');
  return interaction({ type: 'view_closed', ...known, view, is_cleared: isCleared });
}
