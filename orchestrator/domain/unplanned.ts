import { type Plan, rowsOf } from './plan.ts';
import type { RunView } from './run-view.ts';

/** Who had a planned move go on as an unplanned one, and accepted what that loses, by id; null where nobody did. */
export function unplannedBy({ plan, view }: { readonly plan: Plan; readonly view: RunView }): readonly string[] | null {
  const row = rowsOf(plan).find(({ unplanned }) => unplanned);
  const skipped = view.questions.findLast((question) => question.row === row?.id && question.outcome === 'skip');
  return skipped?.votes.filter(({ verdict }) => verdict === 'skip').map(({ by }) => by.id) ?? null;
}
