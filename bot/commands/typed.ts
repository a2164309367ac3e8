import { unescaped } from '../views/text.ts';

/** What was typed after `/dr`, taken apart. */
export interface Typed {
  /** In lower case; empty for the bare command. */
  readonly verb: string;
  readonly argument: string | null;
  readonly rest: string;
}

/** Takes the text of a command apart; Slack delivers it with `& < >` escaped. */
export function parseTyped(text: string): Typed {
  const [, verb = '', argument, rest = ''] = /^\s*(\S*)\s*(\S+)?\s*([\s\S]*)$/.exec(unescaped(text)) ?? [];
  return { verb: verb.toLowerCase(), argument: argument ?? null, rest: rest.trim() };
}

/** `DR-42` from `DR-42`, `dr-42` or `42`; null when it is no run's id. */
export function parseRunId(text: string): string | null {
  const [, number] = /^(?:dr-)?(\d{1,9})$/i.exec(text) ?? [];
  return number === undefined ? null : `DR-${Number(number)}`;
}

/** The words after the application, without a leading `reason` or `reason:`. */
export function parseReason(rest: string): string {
  return rest.replace(/^reason\b:?\s*/i, '');
}

/** Whether the words after the application begin with `override`, and the reason that follows. */
export function parseRequest(rest: string): { readonly overrides: boolean; readonly reason: string } {
  const [, word, after = ''] = /^(override\b:?)?\s*([\s\S]*)$/i.exec(rest) ?? [];
  return { overrides: word !== undefined, reason: parseReason(after) };
}

/** The run that a channel's name says it is for (`dr-42-shop-failover`); null for other channels. */
export function runNamedBy(channelName: string): string | null {
  const [, number] = /^dr-(\d{1,9})-/.exec(channelName) ?? [];
  return number === undefined ? null : `DR-${Number(number)}`;
}
