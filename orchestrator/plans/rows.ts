import { defineRows } from '../domain/plan.ts';
import { byHand, undoByHand } from './by-hand.ts';

/**
 * Every row that plans are made of: whatever plan it stands in, it is the same step, Lambda and runbook heading.
 * A plan may say it in words of its own, `{ ...rows.scale, title: … }`, but never under another id.
 */
export const rows = defineRows({
  preflight: {
    title: 'Look at both Regions and freeze the facts',
    kind: 'check',
    timeoutSeconds: 60,
    poll: 'seconds',
    ifItFails: 'Mend what is named, then retry; or stop, and nothing has changed.',
    byHand: byHand.preflight,
  },
  approval: {
    title: 'Wait for approval',
    kind: 'approval',
    timeoutSeconds: 86_400,
    poll: 'seconds',
    ifItFails: 'Retry to ask for approval again, or stop; nothing has changed.',
    byHand: byHand.approval,
  },
  fence: {
    title: 'Fence {from}: its writers cannot log in',
    kind: 'action',
    timeoutSeconds: 120,
    poll: 'seconds',
    undo: 'Let the writers log in to {from} again',
    undoTimeoutSeconds: 900,
    ifItFails:
      'Roll back to give {from} its writers back, then request the failover again: preflight will say what accepting an unfenced {from} means.',
    byHand: byHand.fence,
    undoByHand: undoByHand.fence,
  },
  ready: {
    title: 'Wait until {to} could take over at once',
    kind: 'check',
    timeoutSeconds: 600,
    poll: 'seconds',
    ifItFails: 'Users have noticed nothing yet. Retry once {to} is available and close behind {from}; or stop.',
    byHand: byHand.ready,
  },
  prove: {
    title: 'Prove that {to} has every write of {from}',
    kind: 'check',
    timeoutSeconds: 30,
    poll: 'seconds',
    rollsBack: true,
    ifItFails: 'The writers get {from} back at once and the run ends: look at the replication to {to}, then ask again.',
    byHand: byHand.prove,
  },
  settle: {
    title: 'Let {to} replay what it has received',
    kind: 'check',
    timeoutSeconds: 120,
    poll: 'seconds',
    ifItFails: 'Retry while {to} catches up; or roll back, and {from} gets its writers back.',
    byHand: byHand.settle,
  },
  promote: {
    title: 'Promote the database in {to}',
    kind: 'action',
    timeoutSeconds: 1_800,
    poll: 'seconds',
    pointOfNoReturn: true,
    ifItFails:
      'Look at the instance in {to}; retry once it can be promoted. Once it is promoted there is no way back but failing back.',
    byHand: byHand.promote,
  },
  'open-target': {
    title: 'Let the writers log in to {to}',
    kind: 'action',
    timeoutSeconds: 120,
    poll: 'seconds',
    ifItFails: 'The database in {to} is promoted but closed to its writers: open it by hand or retry.',
    byHand: byHand['open-target'],
  },
  scale: {
    title: 'Scale the services in {to}',
    kind: 'action',
    timeoutSeconds: 900,
    poll: 'seconds',
    skip: '{to} gets the users of {from} with the tasks that it has now.',
    undo: 'Scale the services in {to} back',
    ifItFails: 'Look at the events of the service in {to} (quota, missing image, unhealthy tasks), then retry.',
    byHand: byHand.scale,
    undoByHand: undoByHand.scale,
  },
  'verify-target': {
    title: 'Read and write through the load balancer in {to}',
    kind: 'check',
    timeoutSeconds: 300,
    poll: 'seconds',
    skip: 'Users are sent to {to} although nobody has seen it read and write.',
    ifItFails: 'Users are not sent to {to} before it works: look at its services and database, then retry.',
    byHand: byHand['verify-target'],
  },
  'shift-traffic': {
    title: 'Send users of {domain} to {to}',
    kind: 'action',
    timeoutSeconds: 300,
    poll: 'seconds',
    ifItFails:
      'Change the flag objects by hand, as the runbook says: to send users to the DR Region one of the two is enough, to bring them home both have to be gone.',
    byHand: byHand['shift-traffic'],
  },
  'verify-dns': {
    title: 'Read and write through {domain}',
    kind: 'check',
    timeoutSeconds: 600,
    poll: 'seconds',
    skip: 'Nobody has seen that {domain} leads to {to}; some users may be left behind.',
    ifItFails: 'Compare what DNS answers with the flag objects and the health checks, then retry.',
    byHand: byHand['verify-dns'],
  },
  record: {
    title: 'Record what was achieved',
    kind: 'action',
    timeoutSeconds: 120,
    poll: 'seconds',
    ifItFails: 'The application has moved; only its record is missing. Retry.',
    byHand: byHand.record,
  },
});
