import { definePlan, sequence } from '../domain/plan.ts';
import { drillRows, useAndRemove } from './drill-rows.ts';
import { rows } from './rows.ts';

/** A drill that leaves the standby alone altogether: its copy comes from backups, so that no promotion is exercised. */
export const restoreDrill = definePlan({
  id: 'restore-drill',
  kind: 'rehearsal',
  preemptible: true,
  title: 'Restore drill',
  when: 'Where the standby cannot be copied now: a copy comes from its backups and is opened and used. No promotion is exercised.',
  body: sequence(
    { ...rows.preflight, rollsBack: true, ifItFails: 'A failover would fail as well: mend what is named, then ask again.' },
    rows.approval,
    drillRows['drill-restore'],
    useAndRemove,
  ),
});
