import type { Button, KnownBlock } from '@slack/types';
import { moveOf, type Row, rowsOf, undosOf } from '../../orchestrator/domain/plan.ts';
import type { QuestionView } from '../../orchestrator/domain/question-view.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { CLICK } from './actions.ts';
import { actions, button, confirmation, section } from './blocks.ts';
import { filled, type Setting, said } from './naming.ts';
import { spoken } from './people.ts';
import { mention, words } from './text.ts';

/** The row that a question asks about, and whether it is the undo that failed. */
export function failedRow({ id, row }: QuestionView, { plan }: Setting): { readonly row: Row; readonly isUndo: boolean } | null {
  const found = rowsOf(plan).find((candidate) => candidate.id === row);
  return found === undefined ? null : { row: found, isUndo: id.startsWith('undo-') };
}

/** What has failed, why, what to do about it, and the choice. */
export function decision(question: QuestionView, view: RunView, setting: Setting): readonly KnownBlock[] {
  const { run, rows } = view;
  const { application } = setting;
  const failed = failedRow(question, setting);
  if (failed === null) return [];
  const { row, isUndo } = failed;
  const why = rows.find((seen) => seen.id === row.id)?.says ?? '';
  const what = isUndo ? (row.undo ?? row.title) : row.title;
  return [
    section([
      `:x: *${said(what, moveOf(row, run), application)}* failed: ${spoken(why, view)}`,
      said(row.ifItFails, moveOf(row, run), application),
      ...proposals(question),
    ]),
    ...actions(buttons(question, failed, view, setting)),
  ];
}

function buttons(
  { id }: QuestionView,
  { row, isUndo }: { readonly row: Row; readonly isUndo: boolean },
  view: RunView,
  setting: Setting,
): readonly Button[] {
  const { run, pointOfNoReturnAt } = view;
  const value = { run: run.id, question: id };
  const back = confirmation(`Roll ${run.id} back?`, undoesSay(view, setting), 'Roll it back');
  const stop = confirmation(`Stop ${run.id}?`, stopSays(view, isUndo), 'Stop it');
  return [
    button({ action: CLICK.retry, label: 'Retry', value, style: 'primary' }),
    ...(row.skip === undefined || isUndo
      ? []
      : [button({ action: CLICK.skip, label: row.unplanned ? 'Switch to unplanned…' : 'Skip…', value })]),
    ...(pointOfNoReturnAt !== null || isUndo
      ? []
      : [button({ action: CLICK.rollBack, label: 'Roll back', value, style: 'danger', confirm: back })]),
    button({ action: CLICK.stop, label: 'Stop', value, style: 'danger', confirm: stop }),
  ];
}

function stopSays({ pointOfNoReturnAt }: RunView, isUndo: boolean): string {
  if (isUndo) return 'This is not taken back any more: the run ends and says what is left to do.';
  return pointOfNoReturnAt === null
    ? 'Nothing is undone: the run ends, everything stays as it is now, and users may be without a writer.'
    : 'It is past the point of no return, so nothing is undone: the run ends and says what is left to do.';
}

/** Who would go on without the step, and why; none while nobody would. */
function proposals({ votes }: QuestionView): readonly string[] {
  return votes
    .filter(({ verdict }) => verdict === 'skip')
    .map(
      ({ by, reason }) =>
        `:fast_forward: ${mention(by)} would go on without it: ${words(reason ?? '')}. An approver has to agree.`,
    );
}

/** What taking a run back would undo now, as a sentence. */
export function undoesSay({ run, rows }: RunView, { plan, application }: Setting): string {
  const begun = new Set(rows.filter(({ state }) => state !== 'waiting').map(({ id }) => id));
  const undos = undosOf(plan).filter(({ id }) => begun.has(id));
  const undoes = undos.map((row) => filled(row.undo ?? '', run, application)).join('; ');
  const lasts = rowsOf(plan).some((row) => row.lasts && begun.has(row.id));
  const stays = lasts ? [`What was kept and made stays: /dr reprotect ${run.application} goes on from there.`] : [];
  const undone = undos.length === 0 ? [] : [`This is undone: ${undoes}.`];
  return [...undone, ...stays].join(' ') || 'Nothing has been changed yet, so nothing has to be undone.';
}

/** The button that aborts, with what would be undone; none when it is too late. */
export function abortButton(view: RunView, setting: Setting): readonly Button[] {
  const { run, abort, rollBack, pointOfNoReturnAt, closed } = view;
  if (abort !== null || rollBack !== null || pointOfNoReturnAt !== null || closed !== null) return [];
  const confirm = confirmation(`Abort ${run.id}?`, undoesSay(view, setting), 'Abort it');
  return [button({ action: CLICK.abort, label: 'Abort', value: { run: run.id }, style: 'danger', confirm })];
}
