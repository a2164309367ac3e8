import type { Person } from '../../orchestrator/domain/run.ts';
import { OURS } from './limits.ts';

/** `text` with Slack's three control characters escaped, so that it cannot mention, link or format a token. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The text a person typed, given what Slack delivers: its three escapes undone. */
export function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** `text` of at most `max` characters, ended by an ellipsis where it was cut; never cuts a surrogate pair or an escape. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text
    .slice(0, max - 1)
    .replace(/[\uD800-\uDBFF]$/, '')
    .replace(/&(?:a|am|amp|l|lt|g|gt)?$/, '')}…`;
}

/** Somebody's words as one line of mrkdwn that does nothing: escaped, without line breaks, cut. */
export function words(text: string, max: number = OURS.line): string {
  return cut(escaped(text.replaceAll(/\s+/g, ' ').trim()), max);
}

/** Whether a person has an id that Slack could mention. */
export const isSlackUser = ({ id, via }: Person): boolean => via === 'slack' && /^[UW][A-Z0-9]+$/.test(id);

/** A person: a Slack mention, or how they came and who they are there. */
export function mention(person: Person): string {
  const { id, via } = person;
  if (isSlackUser(person)) return `<@${id}>`;
  return via === 'system' ? 'the platform' : `${words(id, 100)} (by ${via === 'cli' ? 'CLI' : 'Slack'})`;
}

/** A moment (epoch ms) in each reader's local time, by Slack's date token, with UTC where the token is not known. */
export function moment(at: number, format = '{time_secs}'): string {
  return `<!date^${Math.floor(at / 1_000)}^${format}|${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC>`;
}

/** `1 approval`, `2 approvals`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

/** A count that may be of a part only. */
export const atLeast = ({ count: amount, isPartial }: { readonly count: number; readonly isPartial?: true }): string =>
  `${isPartial ? 'at least ' : ''}${amount.toLocaleString('en-US')}`;
