import type {
  Button,
  ConfirmationDialog,
  ContextBlock,
  HeaderBlock,
  KnownBlock,
  PlainTextElement,
  SectionBlock,
} from '@slack/types';
import { LIMITS, OURS } from './limits.ts';
import { cut } from './text.ts';

/** What is shown: `text` for notifications and screen readers, `blocks` for everybody else. */
export interface Card {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** Text that is never read as mrkdwn, cut at `max`. */
export const plain = (text: string, max: number): PlainTextElement => ({ type: 'plain_text', text: cut(text, max), emoji: true });

/** A headline. */
export const header = (text: string): HeaderBlock => ({ type: 'header', text: plain(text, LIMITS.header) });

/** Lines of mrkdwn; those that do not fit are counted, never cut in half. */
export function section(lines: readonly string[]): SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: fitting(lines, LIMITS.sectionText) } };
}

/** Lines of mrkdwn in as many sections as they need: none is left out, and only one that is too long for a section is cut. */
export function sections(lines: readonly string[]): SectionBlock[] {
  const [first, ...rest] = lines;
  if (first === undefined) return [];
  let taken = 1;
  let length = first.length;
  for (const line of rest) {
    length += line.length + 1;
    if (length > LIMITS.sectionText) break;
    taken += 1;
  }
  return [section(lines.slice(0, taken)), ...sections(lines.slice(taken))];
}

/** Somebody's own words, never mrkdwn. */
export const quote = (text: string): SectionBlock => ({ type: 'section', text: plain(text, OURS.reason) });

/** Pairs of a name and a value, in two columns. */
export function facts(pairs: readonly (readonly [string, string])[]): SectionBlock {
  return {
    type: 'section',
    fields: pairs
      .slice(0, LIMITS.sectionFields)
      .map(([name, value]) => ({ type: 'mrkdwn', text: fitting([`*${name}*`, value], LIMITS.fieldText) })),
  };
}

/** Small print. */
export function context(lines: readonly string[]): ContextBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text: fitting(lines, LIMITS.sectionText) }] };
}

interface ButtonOptions {
  readonly action: string;
  readonly label: string;
  /** Ids only: what is done with them is decided by the use case. */
  readonly value: Readonly<Record<string, string>>;
  readonly style?: 'primary' | 'danger';
  readonly confirm?: ConfirmationDialog;
}

/** A button that carries ids. */
export function button({ action, label, value, style, confirm }: ButtonOptions): Button {
  return {
    type: 'button',
    action_id: action,
    text: plain(label, LIMITS.buttonLabel),
    value: JSON.stringify(value),
    ...(style === undefined ? {} : { style }),
    ...(confirm === undefined ? {} : { confirm }),
  };
}

/** Buttons in rows of three; none when there are none. */
export function actions(buttons: readonly Button[]): KnownBlock[] {
  const [row, rest] = [buttons.slice(0, OURS.buttonsInARow), buttons.slice(OURS.buttonsInARow)];
  return row.length === 0 ? [] : [{ type: 'actions', elements: row }, ...actions(rest)];
}

/** The question asked before a button that cannot be taken back. */
export function confirmation(title: string, text: string, yes: string): ConfirmationDialog {
  return {
    title: plain(title, LIMITS.confirmTitle),
    text: plain(text, LIMITS.confirmText),
    confirm: plain(yes, LIMITS.confirmLabel),
    deny: plain('Cancel', LIMITS.confirmLabel),
    style: 'danger',
  };
}

/** A private answer of one or a few sentences. */
export function sentence(text: string): Card {
  const short = cut(text, LIMITS.sectionText);
  return { text: short, blocks: [section([short])] };
}

function fitting(lines: readonly string[], max: number): string {
  const more = (left: number) => `… and ${left} more`;
  let text = '';
  for (const [index, line] of lines.entries()) {
    const next = text === '' ? cut(line, max) : `${text}\n${line}`;
    const room = index === lines.length - 1 ? 0 : more(lines.length).length + 1;
    if (next.length + room > max) return `${text}\n${more(lines.length - index)}`.trim();
    text = next;
  }
  return text === '' ? '–' : text;
}
