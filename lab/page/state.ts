import { z } from 'zod';
import type { Reply } from '../slack/actor.ts';
import type { Channel, Message, View } from '../slack/shown.ts';
import type { Submitted } from '../slack/submitted.ts';
import type { LabView } from '../view.ts';

/** The workspace as one person sees it. */
export interface SlackState {
  readonly version: number;
  readonly channels: readonly Channel[];
  /** Oldest first, the person's ephemeral ones among them, by channel. */
  readonly messages: Readonly<Record<string, readonly Message[]>>;
  /** The modal on top; null when none is open. */
  readonly view: View | null;
}

/** The lab, and the domain that its titles speak of. */
export interface LabState {
  readonly view: LabView;
  readonly domain: string;
}

const text = z.string().max(3_000);

/** What a person does in Slack, as the page sends it. */
export const Deed = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('command'), as: text, line: text, channel: text }),
  z.strictObject({
    do: z.literal('click'),
    as: text,
    where: z.union([text, z.strictObject({ channel: text, ts: text })]),
    action: text,
    block: text,
  }),
  z.strictObject({
    do: z.literal('submit'),
    as: text,
    view: text,
    values: z.record(text, z.union([text, z.array(text)])),
  }),
  z.strictObject({ do: z.literal('close'), as: text, view: text }),
]);
export type Deed = z.infer<typeof Deed>;

/** What Slack's client shows after a deed, or why it would not let the person do it. */
export type DeedAnswer = { readonly reply: Reply | Submitted | null } | { readonly error: string };

const region = z.string().min(1);

/** A switch of the lab, as the page sends it. */
export const SwitchRequest = z.discriminatedUnion('do', [
  z.strictObject({ do: z.enum(['kill', 'cut-off', 'freeze', 'heal']), region }),
  z.strictObject({ do: z.enum(['lose-flag', 'restore-flag']), flag: z.enum(['dr', 'control']) }),
  z.strictObject({ do: z.literal('kill-platform') }),
]);
