import { toWords } from '../../../../orchestrator/domain/duration.ts';
import type { RowState, RowView } from '../../../../orchestrator/domain/run-view.ts';
import { withNames } from '../slack/avatar.tsx';

const SIGNS: Readonly<Record<RowState, string>> = {
  waiting: '',
  working: '',
  done: '✓',
  skipped: '»',
  failed: '!',
  cancelled: '–',
  undone: '↺',
};

/** One step: its state, title, time, and what it says now. */
export function StepRow({ row, title, at }: { readonly row: RowView; readonly title: string; readonly at: number }) {
  const { state, says, startedAt, endedAt } = row;
  const ms = startedAt === null ? null : Math.max(0, (endedAt ?? at) - startedAt);
  return (
    <li className="step" data-state={state}>
      <span className="sign" aria-hidden="true">
        {SIGNS[state]}
      </span>
      <span className="title">
        {title}
        <span className="unseen">: {state}</span>
      </span>
      <span className="time">{ms !== null && toWords(ms)}</span>
      {says !== '' && <p className="says">{withNames(says)}</p>}
    </li>
  );
}
