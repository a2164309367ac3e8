import type { Button, KnownBlock, TaskCardBlock } from '@slack/types';
import { toWords } from '../../orchestrator/domain/duration.ts';
import { type Row, rowsOf, undosOf } from '../../orchestrator/domain/plan.ts';
import type { QuestionView, RowState, RowView, RunView } from '../../orchestrator/domain/run-view.ts';
import { CLICK } from './actions.ts';
import { actions, button, type Card, confirmation, context, facts, header, section } from './blocks.ts';
import { OURS } from './limits.ts';
import { filled, move, type Setting, said, what } from './naming.ts';
import { spoken, spokenRich } from './people.ts';
import { phaseSays } from './phases.ts';
import { cut, moment } from './text.ts';

/** The one message of a run that is redrawn: `plan` has Slack's plan block, `lines` says the same in plain sections. */
export function liveCard(view: RunView, setting: Setting, style: 'plan' | 'lines'): Card {
  const { run } = view;
  const title = `${run.id} ${what(run, setting.plan)}: ${phaseSays(view).headline}`;
  const rows = rowsOf(setting.plan).map((row) => ({ row, seen: view.rows.find(({ id }) => id === row.id) ?? untouched(row.id) }));
  const open = view.questions.filter(({ outcome, kind }) => outcome === null && kind === 'decision');
  const blocks: KnownBlock[] = [
    header(title),
    section([`*${move(run)}* ${phaseSays(view).detail}`]),
    ...open.flatMap((question) => decision(question, view, setting)),
    facts([
      ['RTO clock', clockSays(view, setting)],
      ['Requested', moment(run.requestedAt)],
    ]),
    ...(style === 'plan'
      ? [
          {
            type: 'plan' as const,
            title: cut(title, OURS.taskTitle),
            tasks: rows.map(({ row, seen }) => task(row, seen, view, setting)),
          },
        ]
      : [section(rows.map(({ row, seen }) => line(row, seen, view, setting)))]),
    ...(open.length === 0 ? actions(abortButton(view, setting)) : []),
    context([`Last update ${moment(view.at)}. Redrawn when something changes.`]),
  ];
  return { text: `${title}. ${phaseSays(view).detail}`, blocks };
}

const untouched = (id: string): RowView => ({ id, state: 'waiting', says: '', startedAt: null, endedAt: null, evidence: {} });

const STATUS: Readonly<Record<RowState, TaskCardBlock['status']>> = {
  waiting: 'pending',
  working: 'in_progress',
  done: 'complete',
  failed: 'error',
  cancelled: 'pending',
  undone: 'pending',
};

const SIGN: Readonly<Record<RowState, string>> = {
  waiting: ':white_circle:',
  working: ':hourglass_flowing_sand:',
  done: ':white_check_mark:',
  failed: ':x:',
  cancelled: ':heavy_minus_sign:',
  undone: ':leftwards_arrow_with_hook:',
};

function task(row: Row, seen: RowView, view: RunView, { application }: Setting): TaskCardBlock {
  const { run } = view;
  const says = rowSays(seen);
  return {
    type: 'task_card',
    task_id: row.id,
    title: cut(filled(row.title, run, application), OURS.taskTitle),
    status: STATUS[seen.state],
    ...(says === ''
      ? {}
      : {
          output: {
            type: 'rich_text',
            elements: [{ type: 'rich_text_section', elements: spokenRich(cut(says, OURS.taskText), view) }],
          },
        }),
  };
}

function line(row: Row, seen: RowView, view: RunView, { application }: Setting): string {
  const says = rowSays(seen);
  return spoken(`${SIGN[seen.state]} ${filled(row.title, view.run, application)}${says === '' ? '' : `: ${says}`}`, view);
}

function rowSays({ state, says, startedAt, endedAt }: RowView): string {
  const took = startedAt === null || endedAt === null ? '' : ` (${toWords(endedAt - startedAt)})`;
  const label = state === 'undone' ? 'undone' : state === 'cancelled' ? 'not done' : '';
  return [label, says].filter((part) => part !== '').join(': ') + took;
}

function decision({ id, row: rowId }: QuestionView, { run }: RunView, { plan, application }: Setting): readonly KnownBlock[] {
  const row = rowsOf(plan).find((candidate) => candidate.id === rowId);
  if (row === undefined) return [];
  const value = { run: run.id, question: id };
  const stopping = confirmation(
    `Stop ${run.id}?`,
    'Before the point of no return, what was done is undone. After it, the run ends and says what is left to do.',
    'Stop it',
  );
  return [
    section([`:x: *${said(row.title, run, application)}* failed. ${said(row.ifItFails, run, application)}`]),
    ...actions([
      button({ action: CLICK.retry, label: 'Retry', value, style: 'primary' }),
      button({ action: CLICK.stop, label: 'Stop', value, style: 'danger', confirm: stopping }),
    ]),
  ];
}

function abortButton(
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

function clockSays({ approvedAt, closed, at }: RunView, { application }: Setting): string {
  const target = `target ${toWords(application.targets.rto)}`;
  if (closed?.summary) return `${toWords(closed.summary.rto.machineMs)}, ${target}`;
  if (approvedAt === null) return `starts with the approval, ${target}`;
  return `${toWords((closed?.at ?? at) - approvedAt)} since the approval, ${target}`;
}
