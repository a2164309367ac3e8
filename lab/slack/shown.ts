/** A Block Kit block as Slack keeps it: any type, with a `block_id`. */
export type Block = Readonly<Record<string, unknown>> & { readonly type: string; readonly block_id: string };

/** Where a message is. */
export interface MessageRef {
  readonly channel: string;
  readonly ts: string;
}

/** A message as Slack's client shows it. */
export interface Message extends MessageRef {
  readonly user: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  /** `channel_topic` and the like; null for an ordinary message. */
  readonly subtype: string | null;
  readonly edited: boolean;
  readonly pinned: boolean;
  /** `ts` of the message whose thread it is in; null at the top level. */
  readonly thread: string | null;
  /** The only user who sees it; null when everybody does. */
  readonly onlyFor: string | null;
}

/** A channel, or a direct conversation with the bot. */
export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly topic: string;
  readonly members: readonly string[];
  readonly direct: boolean;
  readonly bookmarks: readonly { readonly title: string; readonly link: string }[];
}

interface Text {
  readonly type: string;
  readonly text: string;
}

/** A modal or a home tab as Slack keeps it. */
export interface View {
  readonly id: string;
  readonly type: 'modal' | 'home';
  readonly title: Text | null;
  readonly submit: Text | null;
  readonly close: Text | null;
  readonly blocks: readonly Block[];
  readonly callback_id: string;
  readonly private_metadata: string;
  readonly hash: string;
  readonly notify_on_close: boolean;
  readonly root_view_id: string;
  readonly previous_view_id: string | null;
  readonly [other: string]: unknown;
}
