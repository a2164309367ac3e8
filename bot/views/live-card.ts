import type { KnownBlock, TaskCardBlock } from '@slack/types';
import { asItIs } from '../../orchestrator/domain/as-it-is.ts';
import { toWords } from '../../orchestrator/domain/duration.ts';
import { moveOf, type Row, rowsOf } from '../../orchestrator/domain/plan.ts';
import type { RowState, RowView, RunView } from '../../orchestrator/domain/run-view.ts';
import { actions, type Card, context, facts, header, section } from './blocks.ts';
import { abortButton, decision } from './choices.ts';
import { OURS } from './limits.ts';
import { filled, move, type Setting, what } from './naming.ts';
import { doneSays, openFenceSays } from './open-fence.ts';
import { spoken, spokenRich } from './people.ts';
import { phaseSays } from './phases.ts';
import { cut, moment } from './text.ts';

/** The one message of a run that is redrawn: `plan` has Slack's plan block, `lines` says the same in plain sections. */
export function liveCard(view: RunView, setting: Setting, style: 'plan' | 'lines'): Card {
  const { run } = view;
  const title = `${run.id} ${what(run, setting.plan)}: ${phaseSays(view).headline}`;
  const rows = rowsOf(setting.plan).map((row) => ({
    row,
    seen: asItIs(view.rows.find(({ id }) => id === row.id) ?? untouched(row.id), view),
  }));
  const open = view.questions.filter(({ outcome, kind }) => outcome === null && kind === 'decision');
  const unfenced = openFenceSays(view);
  const blocks: KnownBlock[] = [
    header(title),
    section([`*${move(run)}* ${phaseSays(view).detail}`]),
    ...open.flatMap((question) => decision(question, view, setting)),
    ...(unfenced === null ? [] : [section([unfenced])]),
    facts([
      ['RTO clock', clockSays(view, setting)],
      ['Requested', moment(run.requestedAt)],
    ]),
    ...(style === 'plan'
      ? [
          {
            type: 'plan' as const,
            title: doneSays(view),
            tasks: rows.map(({ row, seen }) => task(row, seen, view, setting)),
          },
        ]
      : inSections(rows.map(({ row, seen }) => line(row, seen, view, setting)))),
    ...(open.length === 0 ? actions(abortButton(view, setting)) : []),
    context([`Last update ${moment(view.at)}. Redrawn when something changes.`]),
  ];
  return { text: `${title}. ${phaseSays(view).detail}`, blocks };
}

/** Rows that one section has room for, whatever they say. */
const ROWS_IN_A_SECTION = 12;

const inSections = (lines: readonly string[]): KnownBlock[] =>
  lines.length === 0 ? [] : [section(lines.slice(0, ROWS_IN_A_SECTION)), ...inSections(lines.slice(ROWS_IN_A_SECTION))];

const untouched = (id: string): RowView => ({ id, state: 'waiting', says: '', startedAt: null, endedAt: null, evidence: {} });

const STATUS: Readonly<Record<RowState, TaskCardBlock['status']>> = {
  waiting: 'pending',
  working: 'in_progress',
  done: 'complete',
  skipped: 'complete',
  failed: 'error',
  cancelled: 'pending',
  undone: 'pending',
};

const SIGN: Readonly<Record<RowState, string>> = {
  waiting: ':white_circle:',
  working: ':hourglass_flowing_sand:',
  done: ':white_check_mark:',
  skipped: ':fast_forward:',
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
    title: cut(filled(row.title, moveOf(row, run), application), OURS.taskTitle),
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
  return spoken(
    `${SIGN[seen.state]} ${filled(row.title, moveOf(row, view.run), application)}${says === '' ? '' : `: ${says}`}`,
    view,
  );
}

function rowSays({ state, says, startedAt, endedAt }: RowView): string {
  const took = startedAt === null || endedAt === null ? '' : ` (${toWords(endedAt - startedAt)})`;
  const label = state === 'undone' ? 'undone' : state === 'cancelled' ? 'not done' : '';
  return [label, says].filter((part) => part !== '').join(': ') + took;
}

function clockSays({ approvedAt, closed, at }: RunView, { application, plan }: Setting): string {
  const target = `target ${toWords(application.targets.rto)}`;
  if (closed?.summary) return `${toWords(closed.summary.rto.machineMs)}, ${target}`;
  if (plan.kind === 'rebuild') return 'none: nothing moves';
  if (plan.kind === 'rehearsal') return `measured from the promotion of the copy until it is used, ${target}`;
  if (approvedAt === null && closed !== null) return 'never started: it was not approved';
  if (approvedAt === null) return `starts with the approval, ${target}`;
  if (closed !== null) return `ended ${toWords(closed.at - approvedAt)} after the approval, ${target}`;
  const due = approvedAt + application.targets.rto;
  return `since ${moment(approvedAt)}, ${target} (until ${moment(due)})${at > due ? ' :x: missed' : ''}`;
}
