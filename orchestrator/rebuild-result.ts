import type { Result } from './domain/run.ts';
import type { RunView } from './domain/run-view.ts';

/** How a run ended that moves no writer, as sentences: whether there is a standby again. */
export function rebuildSays({ run, rows, gaveWayTo }: RunView, result: Result, left: readonly string[]): string {
  const { id, application, from, to } = run;
  if (result === 'succeeded') return rows.at(-1)?.says ?? '';
  const ended =
    result === 'superseded' ? `${id} gave way to ${gaveWayTo ?? 'another run'}.` : `${id} was not carried to its end.`;
  const rest =
    left.length === 0
      ? `Nothing was changed in ${to}.`
      : `${to} does not follow it as a standby should: /dr reprotect ${application} goes on from there.`;
  return `${ended} ${application} runs in ${from} as before. ${rest}`;
}
