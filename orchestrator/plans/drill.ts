import { definePlan, sequence } from '../domain/plan.ts';
import { drillRows, useAndRemove } from './drill-rows.ts';
import { rows } from './rows.ts';

/**
 * Rehearses a failover in isolation: a copy of the standby's database is promoted and opened, and tasks work with it. A row that
 * fails ends the drill, which is then removed at once: nobody waits for it, and what is left costs money.
 */
export const drill = definePlan({
  id: 'drill',
  kind: 'rehearsal',
  preemptible: true,
  title: 'Drill',
  when: 'To know that a failover would work: a copy of the standby is promoted, opened and used beside production, then removed.',
  body: sequence(
    {
      ...rows.preflight,
      rollsBack: true,
      ifItFails: 'A failover would fail as well, or a drill cannot be held now: mend what is named, then ask again.',
    },
    rows.approval,
    drillRows['drill-copy'],
    drillRows['drill-promote'],
    useAndRemove,
  ),
});
