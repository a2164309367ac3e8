import { APP, CHANNELS } from './cast.ts';
import type { SlackEmulator } from './emulator.ts';
import type { Block, Channel, Message, MessageRef } from './shown.ts';

/** What `changed` is told when channels, their people or their bookmarks changed. */
export const CHANNEL_LIST = 'channels';

type Plain = Readonly<Record<string, unknown>>;

/** What people see in the workspace, read from the emulator again only where it changed. */
export interface Workspace {
  /** Counts changes, so that a reader knows when to look again. */
  version(): number;
  /** Something changed: what a channel shows (by its id), or, by `CHANNEL_LIST`, which there are and who is in them. */
  changed(...touched: readonly string[]): void;
  /** Hears of every change; answers a function that stops it. */
  onChange(listener: () => void): () => void;
  /** Channels that the bot is in, ours first. */
  channels(): Promise<readonly Channel[]>;
  /** Oldest first, replies after their thread's first message; no ephemeral ones. */
  messages(channel: string): Promise<readonly Message[]>;
  /** Ephemeral messages that this user still sees. */
  ephemerals(user: string): readonly Message[];
  /** Keeps an ephemeral message that Slack has accepted; `author` is our bot unless somebody else said it. */
  remember(ts: string, posted: Plain, author?: string): void;
  /** Changes or removes an ephemeral message. */
  amend(ref: MessageRef, change: { readonly text: string; readonly blocks: readonly Block[] } | null): void;
}

/** Where the emulator's records become what people see. */
export function createWorkspace(emulator: SlackEmulator): Workspace {
  let version = 0;
  const kept = new Map<string, Promise<unknown>>();
  let ephemerals: readonly Message[] = [];
  const listeners = new Set<() => void>();

  const changed = (...touched: readonly string[]) => {
    version += 1;
    for (const key of touched) kept.delete(key);
    for (const listener of listeners) listener();
  };
  const once = <T>(key: string, read: () => Promise<T>): Promise<T> => {
    const reading = (kept.get(key) as Promise<T> | undefined) ?? read();
    kept.set(key, reading);
    reading.catch(() => kept.delete(key));
    return reading;
  };

  return {
    version: () => version,
    changed,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    channels: () => once(CHANNEL_LIST, () => readChannels(emulator)),
    messages: (channel) => once(channel, () => readMessages(emulator, channel)),
    ephemerals: (user) => ephemerals.filter(({ onlyFor }) => onlyFor === user),
    remember: (ts, posted, author = APP.botUser) => {
      const message = toMessage(String(posted.channel), { ...posted, ts, user: author }, new Set());
      ephemerals = [...ephemerals, { ...message, onlyFor: String(posted.user) }];
      changed();
    },
    amend: (ref, change) => {
      const same = (message: Message) => message.channel === ref.channel && message.ts === ref.ts;
      ephemerals = ephemerals.flatMap((message) =>
        same(message) ? (change === null ? [] : [{ ...message, ...change }]) : [message],
      );
      changed();
    },
  };
}

async function readChannels({ must }: SlackEmulator): Promise<readonly Channel[]> {
  const types = 'public_channel,private_channel,im';
  const listed = (await must('conversations.list', { limit: 1_000, types })).channels as readonly Plain[];
  const ours = listed.filter(({ is_member, is_im }) => is_member === true || is_im === true);
  const rank = ({ id }: Channel) => CHANNELS.findIndex((one) => one.id === id);
  const channels = await Promise.all(
    ours.map(async (channel): Promise<Channel> => {
      const [{ members }, { bookmarks }] = await Promise.all([
        must('conversations.members', { channel: channel.id }),
        must('bookmarks.list', { channel_id: channel.id }),
      ]);
      return {
        id: String(channel.id),
        name: String(channel.name),
        topic: (channel.topic as { value: string }).value,
        members: members as readonly string[],
        direct: channel.is_im === true,
        bookmarks: bookmarks as Channel['bookmarks'],
      };
    }),
  );
  const known = channels.filter((channel) => rank(channel) >= 0).toSorted((a, b) => rank(a) - rank(b));
  return [...known, ...channels.filter((channel) => rank(channel) < 0)];
}

async function readMessages({ must }: SlackEmulator, channel: string): Promise<readonly Message[]> {
  const [{ messages }, { items }] = await Promise.all([
    must('conversations.history', { channel, limit: 1_000 }),
    must('pins.list', { channel }),
  ]);
  const pinned = new Set((items as readonly { message: Plain }[]).map(({ message }) => String(message.ts)));
  const threads = await Promise.all(
    (messages as readonly Plain[]).toReversed().map(async (message) => {
      if (message.reply_count === undefined) return [message];
      return (await must('conversations.replies', { channel, ts: message.ts })).messages as readonly Plain[];
    }),
  );
  return threads.flat().map((message) => toMessage(channel, message, pinned));
}

function toMessage(channel: string, raw: Plain, pinned: ReadonlySet<string>): Message {
  const ts = String(raw.ts);
  return {
    channel,
    ts,
    user: String(raw.user),
    text: String(raw.text ?? ''),
    blocks: (raw.blocks as readonly Block[] | undefined) ?? [],
    subtype: raw.subtype === undefined ? null : String(raw.subtype),
    edited: raw.edited !== undefined,
    pinned: pinned.has(ts),
    thread: raw.thread_ts === undefined || raw.thread_ts === ts ? null : String(raw.thread_ts),
    onlyFor: null,
  };
}
