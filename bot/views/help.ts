import { type Card, context, header, section } from './blocks.ts';
import { words } from './text.ts';

/** One line of the help. */
export interface Usage {
  readonly usage: string;
  readonly says: string;
}

/** Every command with what it does; after an unknown verb, also what was perhaps meant. */
export function helpCard(verbs: readonly Usage[], unknown?: { readonly verb: string; readonly meant: string }): Card {
  const meant = unknown?.meant ?? '';
  const before =
    unknown === undefined
      ? []
      : [section([`There is no \`/dr ${words(unknown.verb, 50).replaceAll('`', "'")}\`.${meant} Nothing was done.`])];
  return {
    text: unknown === undefined ? 'What /dr can do' : `There is no such command.${meant}`,
    blocks: [
      ...before,
      header('What /dr can do'),
      section(verbs.map(({ usage, says }) => `\`${usage}\`  ${says}`)),
      context([
        'In an incident channel the run may be left out. No command executes a recovery by itself: a second person approves.',
      ]),
    ],
  };
}
