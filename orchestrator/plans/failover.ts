import { definePlan, parallel, sequence } from '../domain/plan.ts';
import { rows } from './rows.ts';

/** Moves an application to its standby although the source may be gone. */
export const failover = definePlan({
  id: 'failover',
  kind: 'unplanned',
  title: 'Failover',
  when: 'The active Region is failing and may be gone: move now, and know what is lost.',
  body: sequence(
    rows.preflight,
    rows.approval,
    parallel(sequence(rows.fence, rows.settle, rows.promote, rows['open-target']), rows.scale),
    rows['verify-target'],
    rows['shift-traffic'],
    rows['verify-dns'],
    rows.record,
  ),
});
