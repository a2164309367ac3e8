import type { Entry } from '../domain/entry.ts';

/** What a state machine asks about: a row of a plan, forwards or taken back. */
export interface Asked {
  /** Run id such as `DR-42`. */
  readonly run: string;
  readonly row: string;
  readonly undo: boolean;
}

type RowEntry = Extract<Entry, { kind: 'started' | 'working' | 'done' | 'failed' | 'cancelled' }>;

/** The entries of one row in one direction, in order. */
export function entriesOf(entries: readonly Entry[], { row, undo }: Asked): readonly RowEntry[] {
  return entries.filter(
    (entry): entry is RowEntry => 'row' in entry && 'undo' in entry && entry.row === row && entry.undo === undo,
  );
}

/** Names the decision about a row's newest failure, such as `promote.2` or `undo-fence.1`; `approval.1` is the approval itself. */
export function decisionId(entries: readonly Entry[], asked: Asked): string {
  const failures = entriesOf(entries, asked).filter(({ kind }) => kind === 'failed').length;
  const row = asked.row === 'approval' ? 'asking-approval' : asked.row;
  return `${asked.undo ? 'undo-' : ''}${row}.${failures}`;
}

/** Whether a row has begun and not ended. */
export const isUnderway = (entries: readonly RowEntry[]): boolean =>
  entries.at(-1)?.kind === 'started' || entries.at(-1)?.kind === 'working';
