import type { Button, KnownBlock } from '@slack/types';
import { rowsOf, undosOf } from '../../orchestrator/domain/plan.ts';
import type { QuestionView, RunView } from '../../orchestrator/domain/run-view.ts';
import { CLICK } from './actions.ts';
import { actions, button, confirmation, section } from './blocks.ts';
import { filled, type Setting, said } from './naming.ts';
import { spoken } from './people.ts';

/** What has failed, why, what to do about it, and the choice. */
export function decision({ id, row: rowId }: QuestionView, view: RunView, { plan, application }: Setting): readonly KnownBlock[] {
  const { run, rows, pointOfNoReturnAt } = view;
  const row = rowsOf(plan).find((candidate) => candidate.id === rowId);
  if (row === undefined) return [];
  const value = { run: run.id, question: id };
  const why = rows.find((seen) => seen.id === rowId)?.says ?? '';
  const stopping = confirmation(
    `Stop ${run.id}?`,
    pointOfNoReturnAt === null
      ? 'What was done is undone, unless the point of no return is passed meanwhile.'
      : 'It is past the point of no return, so nothing is undone: the run ends and says what is left to do.',
    'Stop it',
  );
  return [
    section([`:x: *${said(row.title, run, application)}* failed: ${spoken(why, view)}`, said(row.ifItFails, run, application)]),
    ...actions([
      button({ action: CLICK.retry, label: 'Retry', value, style: 'primary' }),
      button({ action: CLICK.stop, label: 'Stop', value, style: 'danger', confirm: stopping }),
    ]),
  ];
}

/** The button that aborts, with what would be undone; none when it is too late. */
export function abortButton(
  { run, rows, abort, pointOfNoReturnAt, closed }: RunView,
  { plan, application }: Setting,
): readonly Button[] {
  if (abort !== null || pointOfNoReturnAt !== null || closed !== null) return [];
  const begun = new Set(rows.filter(({ state }) => state !== 'waiting').map(({ id }) => id));
  const undos = undosOf(plan).filter(({ id }) => begun.has(id));
  const undoes = undos.map((row) => filled(row.undo ?? '', run, application)).join('; ');
  const text = undos.length === 0 ? 'Nothing has been changed yet, so nothing has to be undone.' : `This is undone: ${undoes}.`;
  return [
    button({
      action: CLICK.abort,
      label: 'Abort',
      value: { run: run.id },
      style: 'danger',
      confirm: confirmation(`Abort ${run.id}?`, text, 'Abort it'),
    }),
  ];
}
