import type { WebClient } from '@slack/web-api';
import type { Surface } from '../../orchestrator/ports/records.ts';
import { LIMITS } from '../views/limits.ts';
import { cut } from '../views/text.ts';
import { NO_MESSAGE } from './incident-channel.ts';
import type { Desk } from './message.ts';
import { refusal } from './slack-faults.ts';
import type { Story } from './story.ts';

/** The channel to furnish, and with what. */
export interface Room {
  /** Whose it is: a run, or a set. */
  readonly owner: string;
  readonly furniture: NonNullable<Story['furniture']>;
  readonly channel: string;
  /** The message to pin; null before it is posted. */
  readonly live: Surface | null;
}

/** What is done once in the channel of a run or a set: each part by itself, safe to repeat. */
export interface Furnishing {
  readonly name: 'topic' | 'pin' | 'invited';
  /** The calls it takes, one after the other. */
  readonly calls: (client: WebClient, room: Room) => Promise<readonly (() => Promise<unknown>)[]>;
}

/** Everything that is done once, the topic first. */
export const furnishings: readonly Furnishing[] = [
  {
    name: 'topic',
    calls: async (client, { furniture: { topic }, channel }) => [
      () => client.conversations.setTopic({ channel, topic: cut(topic, LIMITS.topic) }),
    ],
  },
  {
    name: 'pin',
    calls: async (client, { live }) =>
      live === null ? [] : [() => client.pins.add({ channel: live.channel, timestamp: live.ts })],
  },
  {
    name: 'invited',
    calls: async (client, { furniture: { people }, channel }) =>
      (await people()).map((user) => () => client.conversations.invite({ channel, users: user })),
  },
];

/** Refusals that mean it is so already, or never can be. */
const SETTLED = new Set([
  'already_in_channel',
  'cant_invite_self',
  'cant_invite',
  'user_not_found',
  'user_is_restricted',
  'already_pinned',
]);

/** Does one furnishing and remembers it; a pin waits for the message that it pins. */
export async function furnish({ client, surfaces, patience }: Desk, { name, calls }: Furnishing, room: Room): Promise<void> {
  if (name === 'pin' && room.live === null) return;
  for (const call of await calls(client, room)) {
    try {
      await patience.insist(name, call);
    } catch (error) {
      if (!SETTLED.has(refusal(error) ?? '')) throw error;
    }
  }
  await surfaces.save({ run: room.owner, name, channel: room.channel, ts: NO_MESSAGE, drawnSeq: 1 });
}
