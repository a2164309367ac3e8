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

/** `SET-7` from `SET-7` or `set-7`; null when it is no set's id. */
export function parseSetId(text: string): string | null {
  const [, number] = /^set-(\d{1,9})$/i.exec(text) ?? [];
  return number === undefined ? null : `SET-${Number(number)}`;
}

/** Applications that were named, and what follows them. */
export interface Named {
  /** `all` where it was `--all`: Slack makes a dash of two hyphens. */
  readonly applications: readonly string[] | 'all';
  readonly rest: string;
}

/** Takes `shop, billing because …` or `--all because …` apart. */
export function parseApplications(argument: string, rest: string): Named {
  if (/^(--|—|–)all$/i.test(argument)) return { applications: 'all', rest };
  const [, list = argument, after = rest] = /^([^\s,]+(?:\s*,\s*[^\s,]+)*),?\s*([\s\S]*)$/.exec(`${argument} ${rest}`) ?? [];
  return { applications: list.split(',').map((id) => id.trim()), rest: after };
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

/** The run or set that a channel's name says it is for (`dr-42-shop-failover`, `set-7-failover`); null for other channels. */
export function runNamedBy(channelName: string): string | null {
  const [, kind, number] = /^(dr|set)-(\d{1,9})-/.exec(channelName) ?? [];
  return kind === undefined ? null : `${kind.toUpperCase()}-${Number(number)}`;
}
