import type { WebClient } from '@slack/web-api';
import type { Directory } from '../../orchestrator/ports/directory.ts';
import type { Surface } from '../../orchestrator/ports/records.ts';
import { LIMITS } from '../views/limits.ts';
import { move, what } from '../views/naming.ts';
import { cut } from '../views/text.ts';
import { NO_MESSAGE } from './incident-channel.ts';
import { invited } from './invited.ts';
import type { Desk } from './message.ts';
import { refusal } from './slack-faults.ts';
import type { Snapshot } from './snapshot.ts';

/** The channel to furnish, and with what. */
export interface Room {
  readonly snapshot: Snapshot;
  readonly channel: string;
  /** The message to pin; null before it is posted. */
  readonly live: Surface | null;
  readonly directory: Directory;
}

/** What is done once in a run's own channel: each part by itself, safe to repeat. */
export interface Furnishing {
  readonly name: 'topic' | 'pin' | 'invited';
  /** The calls it takes, one after the other. */
  readonly calls: (client: WebClient, room: Room) => Promise<readonly (() => Promise<unknown>)[]>;
}

/** Everything that is done once, the topic first. */
export const furnishings: readonly Furnishing[] = [
  {
    name: 'topic',
    calls: async (client, { snapshot, channel }) => [() => client.conversations.setTopic({ channel, topic: topicOf(snapshot) })],
  },
  {
    name: 'pin',
    calls: async (client, { live }) =>
      live === null ? [] : [() => client.pins.add({ channel: live.channel, timestamp: live.ts })],
  },
  {
    name: 'invited',
    calls: async (client, { snapshot, channel, directory }) => {
      const people = await invited(snapshot.view.run, snapshot.application, directory);
      return people.map((user) => () => client.conversations.invite({ channel, users: user }));
    },
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
  await surfaces.save({ run: room.snapshot.view.run.id, name, channel: room.channel, ts: NO_MESSAGE, drawnSeq: 1 });
}

const topicOf = ({ view: { run }, plan }: Snapshot) =>
  cut(`${run.id} ${what(run, plan)}, ${move(run)}. The pinned message is live.`, LIMITS.topic);
