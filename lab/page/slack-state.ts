import type { LocalSlack } from '../slack/local-slack.ts';
import type { SlackState } from './state.ts';

/** Reads the workspace as `user` sees it. */
export async function readSlackState(slack: LocalSlack, user: string): Promise<SlackState> {
  const version = slack.version();
  const channels = (await slack.channels()).filter(({ members }) => members.includes(user));
  const privately = slack.ephemerals(user);
  const messages = await Promise.all(
    channels.map(async ({ id }) => {
      const only = privately.filter(({ channel }) => channel === id);
      return [id, [...(await slack.messages(id)), ...only].toSorted((a, b) => (a.ts < b.ts ? -1 : 1))] as const;
    }),
  );
  return { version, channels, messages: Object.fromEntries(messages), view: slack.views(user).at(-1) ?? null };
}
