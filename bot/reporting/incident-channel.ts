import type { WebClient } from '@slack/web-api';
import { LIMITS } from '../views/limits.ts';
import type { Desk } from './message.ts';
import { refusal } from './slack-faults.ts';
import type { Story } from './story.ts';

/** In place of a `ts` for what is no message. */
export const NO_MESSAGE = '-';

/** The channel of a run or a set, made if there is none; one that was made before a crash is found by its name. */
export async function ensureChannel({ client, surfaces, patience }: Desk, { owner, name, made }: Story['home']): Promise<string> {
  if (made !== undefined) return made.channel;
  const channel = await patience.insist('conversations.create', () => createOrFind(client, name));
  await surfaces.save({ run: owner, name: 'channel', channel, ts: NO_MESSAGE, drawnSeq: 1 });
  return channel;
}

async function createOrFind(client: WebClient, name: string): Promise<string> {
  try {
    return idOf((await client.conversations.create({ name })).channel, name);
  } catch (error) {
    if (refusal(error) !== 'name_taken') throw error;
    const ours = await findOurs(client, name);
    if (ours !== null) return ours;
    const second = `${name.slice(0, LIMITS.channelName - 2)}-2`;
    return idOf((await client.conversations.create({ name: second })).channel, second);
  }
}

/** A channel of that name which the bot is in: others cannot be written to. */
async function findOurs(client: WebClient, name: string): Promise<string | null> {
  let cursor: string | undefined;
  do {
    const page = await client.conversations.list({
      exclude_archived: true,
      types: 'public_channel',
      limit: 1_000,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const found = page.channels?.find((channel) => channel.name === name && channel.is_member === true);
    if (found?.id !== undefined) return found.id;
    cursor = page.response_metadata?.next_cursor || undefined;
  } while (cursor !== undefined);
  return null;
}

function idOf(channel: { id?: string } | undefined, name: string): string {
  if (channel?.id === undefined) throw new Error(`Slack made the channel ${name} without an id.`);
  return channel.id;
}
