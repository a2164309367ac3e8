import { definePlan, sequence } from '../domain/plan.ts';
import { rebuildSequence } from './rebuild-rows.ts';
import { rows } from './rows.ts';

/** Has the Region that an application left follow it again, so that there is a standby: `from` is active, `to` was left behind. */
export const reprotect = definePlan({
  id: 'reprotect',
  kind: 'rebuild',
  preemptible: true,
  title: 'Reprotect',
  when: 'After a move: the Region that was left has to follow again, so that the next failure has somewhere to go.',
  body: sequence(rows.preflight, rows.approval, ...rebuildSequence),
});
