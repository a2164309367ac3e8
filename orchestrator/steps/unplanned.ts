import { rowsOf } from '../domain/plan.ts';
import type { Scene } from './step.ts';

/** Who had a planned move go on as an unplanned one, and accepted what that loses, by id; null where nobody did. */
export function unplannedBy({ plan, view }: Pick<Scene, 'plan' | 'view'>): readonly string[] | null {
  const row = rowsOf(plan).find(({ unplanned }) => unplanned);
  const skipped = view.questions.findLast((question) => question.row === row?.id && question.outcome === 'skip');
  return skipped?.votes.filter(({ verdict }) => verdict === 'skip').map(({ by }) => by.id) ?? null;
}
