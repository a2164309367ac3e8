import type { RichTextText, RichTextUserMention } from '@slack/types';
import type { Person } from '../../orchestrator/domain/run.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { OURS } from './limits.ts';
import { isSlackUser, words } from './text.ts';

/** Slack ids of the people who took part in a run: who asked, voted, decided, aborted or was refused. */
export function peopleOf({ run, questions, abort, refusals }: RunView): ReadonlySet<string> {
  const people: readonly (Person | null)[] = [
    run.requestedBy,
    ...questions.flatMap(({ votes, decidedBy }) => [...votes.map(({ by }) => by), decidedBy]),
    abort?.by ?? null,
    ...refusals.map(({ by }) => by),
  ];
  return new Set(people.filter((person) => person !== null && isSlackUser(person)).map((person) => person?.id ?? ''));
}

/** Anything that could be a user id and nothing longer; one that was cut off is none. */
const IDS = /(?<![\w@])([UW][A-Z0-9]+)(?![\w…])/;

/**
 * A sentence of the platform's own as one line of mrkdwn: escaped first, then the people of the run who are named in it
 * by their ids become mentions. Nobody else can be mentioned, whatever the sentence quotes.
 */
export function spoken(text: string, view: RunView, max: number = OURS.line): string {
  return parts(words(text, max), view)
    .map((part) => ('user' in part ? `<@${part.user}>` : part.text))
    .join('');
}

/** The same as the elements of rich text, where nothing has to be escaped. */
export function spokenRich(text: string, view: RunView): (RichTextText | RichTextUserMention)[] {
  return parts(text, view).map((part) =>
    'user' in part ? { type: 'user', user_id: part.user } : { type: 'text', text: part.text },
  );
}

function parts(text: string, view: RunView): readonly ({ readonly user: string } | { readonly text: string })[] {
  const people = peopleOf(view);
  return text
    .split(IDS)
    .map((part, index) => (index % 2 === 1 && people.has(part) ? { user: part } : { text: part }))
    .filter((part) => 'user' in part || part.text !== '');
}
