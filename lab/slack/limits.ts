import type { Block } from './shown.ts';

// https://docs.slack.dev/reference/block-kit and /reference/views: what Slack refuses and emulate lets pass.
const MESSAGE_BLOCKS = 50;
const VIEW_BLOCKS = 100;
const HEADER = 150;
const SECTION_TEXT = 3_000;
const SECTION_FIELDS = 10;
const FIELD_TEXT = 2_000;
const CONTEXT_ELEMENTS = 10;
const ACTIONS = 25;
const BUTTON_TEXT = 75;
const BUTTON_VALUE = 2_000;
const ID = 255;
const VIEW_TEXT = 24;
const METADATA = 3_000;

/** What Slack would refuse about a message's blocks, as sentences. */
export function mistakesInMessage(blocks: readonly Block[]): readonly string[] {
  return [...atMost('blocks in a message', blocks.length, MESSAGE_BLOCKS), ...blocks.flatMap(mistakesInBlock)];
}

/** What Slack would refuse about a view, as sentences. */
export function mistakesInView(view: Readonly<Record<string, unknown>>): readonly string[] {
  const blocks = view.blocks as readonly Block[];
  return [
    ...atMost('blocks in a view', blocks.length, VIEW_BLOCKS),
    ...['title', 'submit', 'close'].flatMap((part) => atMost(`characters in ${part}`, lengthOf(view[part]), VIEW_TEXT)),
    ...atMost('characters in private_metadata', String(view.private_metadata ?? '').length, METADATA),
    ...blocks.flatMap(mistakesInBlock),
  ];
}

function mistakesInBlock(block: Block, index: number): readonly string[] {
  const where = `of block ${index} (${block.type})`;
  const list = (name: string) => (Array.isArray(block[name]) ? (block[name] as readonly unknown[]) : []);
  const text = lengthOf(block.text);
  const buttons = [...list('elements'), block.accessory].filter(isButton);
  return [
    ...atMost(`characters in block_id ${where}`, block.block_id.length, ID),
    ...(block.type === 'header' ? atMost(`characters ${where}`, text, HEADER) : []),
    ...(block.type === 'section' ? atMost(`characters ${where}`, text, SECTION_TEXT) : []),
    ...(block.type === 'section' && text === 0 && list('fields').length === 0 ? [`Slack wants text or fields ${where}.`] : []),
    ...atMost(`fields ${where}`, list('fields').length, SECTION_FIELDS),
    ...list('fields').flatMap((field) => atMost(`characters in a field ${where}`, lengthOf(field), FIELD_TEXT)),
    ...(block.type === 'context' ? atMost(`elements ${where}`, list('elements').length, CONTEXT_ELEMENTS) : []),
    ...(block.type === 'actions' ? atMost(`elements ${where}`, list('elements').length, ACTIONS) : []),
    ...buttons.flatMap((button) => [
      ...atMost(`characters in a button ${where}`, lengthOf(button.text), BUTTON_TEXT),
      ...atMost(`characters in a button's value ${where}`, String(button.value ?? '').length, BUTTON_VALUE),
    ]),
    ...repeated(buttons.map((button) => String(button.action_id ?? '')))
      .filter(Boolean)
      .map((id) => `Slack wants every action_id ${where} once, and "${id}" is there twice.`),
  ];
}

const atMost = (what: string, count: number, limit: number) =>
  count > limit ? [`Slack allows ${limit} ${what}, and there are ${count}.`] : [];

const repeated = (all: readonly string[]) => all.filter((one, index) => all.indexOf(one) !== index);

function lengthOf(text: unknown): number {
  return typeof text === 'object' && text !== null && 'text' in text ? String(text.text).length : 0;
}

function isButton(element: unknown): element is Readonly<Record<string, unknown>> {
  return typeof element === 'object' && element !== null && 'type' in element && element.type === 'button';
}
