import { Message as LibraryMessage } from 'slack-blocks-to-jsx';
import { APP, MEMBERS, USER_GROUPS } from '../../../slack/cast.ts';
import type { Block, Channel, MessageRef } from '../../../slack/shown.ts';
import { Button, type ButtonElement } from './button.tsx';
import { Fallback } from './fallback.tsx';

// What slack-blocks-to-jsx draws well and people only read. Whatever answers to a click is drawn here.
const READ_ONLY = new Set([
  ...['section', 'header', 'context', 'divider', 'image', 'rich_text', 'markdown', 'table'],
  ...['plan', 'task_card', 'alert', 'card', 'container'],
]);

interface Props {
  readonly user: string;
  readonly blocks: readonly Block[];
  /** The message, or the id of the view, that they stand in. */
  readonly where: MessageRef | string;
  readonly channels: readonly Channel[];
}

/** Block Kit, with buttons that work. */
export function Blocks({ user, blocks, where, channels }: Props) {
  return blocks.map((block) => {
    const { accessory, block_id } = block;
    const button = (element: ButtonElement) => <Button key={element.action_id} {...{ user, where, element }} block={block_id} />;
    if (block.type === 'actions') {
      const elements = block.elements as readonly ButtonElement[];
      return (
        <div key={block_id} className="actions">
          {elements.map((element) =>
            element.type === 'button' ? button(element) : <Fallback key={element.action_id} content={element} />,
          )}
        </div>
      );
    }
    if (!READ_ONLY.has(block.type)) return <Fallback key={block_id} content={block} />;
    if (!isButton(accessory)) return <ReadOnly key={block_id} {...{ block, channels }} />;
    const { accessory: _, ...rest } = block;
    return (
      <div key={block_id} className="with-accessory">
        <ReadOnly block={rest} channels={channels} />
        {button(accessory)}
      </div>
    );
  });
}

const isButton = (element: unknown): element is ButtonElement =>
  typeof element === 'object' && element !== null && 'type' in element && element.type === 'button';

// The library doubles the colons of what only looks like an emoji, such as the port in "127.0.0.1:8080:".
const HOOKS: NonNullable<Parameters<typeof LibraryMessage>[0]['hooks']> = {
  emoji: (emoji, parse) => {
    const parsed = parse(emoji);
    return parsed.startsWith(':') ? `:${emoji.name.replaceAll(':', '')}:` : parsed;
  },
};

type Drawable = Parameters<typeof LibraryMessage>[0]['blocks'][number];

function ReadOnly({ block, channels }: { readonly block: Omit<Block, 'accessory'>; readonly channels: readonly Channel[] }) {
  const { block_id, ...drawn } = block;
  const data = {
    users: [...MEMBERS, { id: APP.botUser, name: APP.name }].map(({ id, name }) => ({ id, name })),
    channels: channels.map(({ id, name }) => ({ id, name })),
    user_groups: USER_GROUPS.map(({ id, name, handle }) => ({ id, name, handle })),
  };
  const blocks = [drawn as unknown as Drawable];
  return <LibraryMessage withoutWrapper theme="light" name="" logo="" data={data} hooks={HOOKS} blocks={blocks} />;
}
