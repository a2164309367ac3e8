import { definePlan, defineRows, reversed, sequence } from '../domain/plan.ts';
import { plannedMove } from './planned-move.ts';
import { rebuildSequence } from './rebuild-rows.ts';
import { rows } from './rows.ts';

/** The row of a failback that is its own. */
const { 'cut-over': cutOver } = defineRows({
  'cut-over': {
    title: 'Wait for the second approval: users are moved to {to} after it',
    kind: 'approval',
    timeoutSeconds: 86_400,
    poll: 'seconds',
    ifItFails:
      'Users are in {from}, and {to} follows. Mend what is named, then retry; or stop, and ask for a switchover at another time.',
    byHand: [
      '# Have a second person agree once more, in writing: {to} follows closely, and users wait from the fence until it is open.',
    ],
  },
});

/**
 * Brings an application home after a move: the primary Region is made to follow, users are moved back by a planned move that has an
 * approval of its own, and the Region that they leave is made to follow again.
 */
export const failback = definePlan({
  id: 'failback',
  kind: 'planned',
  preemptible: { until: 'cut-over', from: 'stop-source' },
  home: true,
  title: 'Failback',
  when: 'After a move, to be home again as it was: no write is lost, which is proved. It takes hours, of which users notice seconds.',
  body: sequence(
    rows.preflight,
    { ...rows.approval, judgedAs: 'rebuild' },
    ...rebuildSequence,
    cutOver,
    ...plannedMove,
    reversed(...rebuildSequence),
    rows.record,
  ),
});
