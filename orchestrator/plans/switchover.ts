import { definePlan, sequence } from '../domain/plan.ts';
import { plannedMove } from './planned-move.ts';
import { rows } from './rows.ts';

/** Moves an application between two Regions that are well: no write is lost, which is proved. */
export const switchover = definePlan({
  id: 'switchover',
  kind: 'planned',
  title: 'Switchover',
  when: 'Both Regions are well and the application has to move: no write is lost, which is proved, or nothing moves.',
  body: sequence(rows.preflight, rows.approval, ...plannedMove, rows.record),
});
