import { toWords } from '../../orchestrator/domain/duration.ts';
import { type KeptThere, keptSince, perDaySays } from '../../orchestrator/domain/kept.ts';
import { type Card, section } from './blocks.ts';
import { words } from './text.ts';

/** Lines that fit beside everything else; the first tells of all. */
const SHOWN = 6;

/** What is kept after moves, for how long already and at what price, and a question about it; nothing where nothing is. */
export function keptSay(kept: readonly KeptThere[], now: number): readonly string[] {
  if (kept.length === 0) return [];
  const known = kept.flatMap(({ perDay }) => perDay ?? []);
  const sum = known.reduce((total, perDay) => total + perDay, 0);
  const rest = known.length < kept.length ? ', and what has no price that is known here' : '';
  return [
    `:package: *Kept after moves*, ${perDaySays(sum)}${rest}. Does anybody still need it? It stays until somebody deletes it:`,
    ...kept.slice(0, SHOWN).map((one) => lineOf(one, now)),
    ...(kept.length > SHOWN ? [`• and ${kept.length - SHOWN} more`] : []),
  ];
}

/** Asks about what is kept, in a message of its own. */
export function keptReminder(application: string, kept: readonly KeptThere[], now: number): Card {
  const how = 'The runbook of reprotect says in its last step how it is deleted.';
  return {
    text: `:package: ${application}: databases that moves left behind are still kept.`,
    blocks: [section([`*${application}*`, ...keptSay(kept, now), how])],
  };
}

function lineOf({ region, kind, name, keptAs, perDay }: KeptThere, now: number): string {
  const since = keptSince(keptAs);
  const age = since === null ? '' : ` for ${toWords(Math.max(0, now - since))}`;
  return `• the ${kind} ${words(name, 255)} in ${region}${age}, ${perDaySays(perDay)}`;
}
