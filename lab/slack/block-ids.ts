import { randomBytes } from 'node:crypto';
import type { Block } from './shown.ts';

/** Gives every block and every interactive element the id that Slack makes up where the app left it out. */
export function withIds(blocks: readonly Readonly<Record<string, unknown>>[]): readonly Block[] {
  return blocks.map((block) => {
    const identified = { ...block, type: String(block.type), block_id: String(block.block_id ?? madeUp()) } as Block;
    const { accessory, element, elements } = identified;
    return {
      ...identified,
      ...(isElement(accessory) ? { accessory: withActionId(accessory) } : {}),
      ...(isElement(element) ? { element: withActionId(element) } : {}),
      ...(block.type === 'actions' && Array.isArray(elements) ? { elements: elements.map(withActionId) } : {}),
    };
  });
}

const madeUp = () => randomBytes(3).toString('hex').slice(0, 5);

type Element = Readonly<Record<string, unknown>>;

const isElement = (value: unknown): value is Element =>
  typeof value === 'object' && value !== null && 'type' in value && value.type !== 'image';

const withActionId = (element: Element): Element => ({ action_id: madeUp(), ...element });
