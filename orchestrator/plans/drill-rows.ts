import { defineRows, sequence } from '../domain/plan.ts';
import { byHand, undoByHand } from './drill-by-hand.ts';

const action = { kind: 'action', poll: 'seconds' } as const;
const ENDS = 'The drill ends and is removed: look at what is named, because a failover would meet it too; then ask again.';

/** Making a copy, in whatever way, takes long; taking it back removes the whole drill. */
const making = {
  kind: 'action',
  poll: 'minutes',
  timeoutSeconds: 21_600,
  rollsBack: true,
  undo: 'Remove what the drill made in {to}',
  undoTimeoutSeconds: 3_600,
} as const;

/** The rows of a drill that are its own; what they do is done to the copy alone. */
export const drillRows = defineRows({
  'drill-copy': {
    ...making,
    title: 'Make a copy of the database in {to}: a replica of the replica',
    ifItFails: 'The drill ends and is removed: look at the events of RDS in {to}, then ask again.',
    byHand: byHand['drill-copy'],
    undoByHand: undoByHand['drill-copy'],
  },
  'drill-restore': {
    ...making,
    title: 'Restore a copy of the database in {to} from its backups',
    ifItFails: 'The drill ends and is removed: look at the backups of the database in {to}, then ask again.',
    byHand: byHand['drill-restore'],
    undoByHand: undoByHand['drill-restore'],
  },
  'drill-promote': {
    ...action,
    title: 'Promote the copy',
    timeoutSeconds: 1_800,
    rollsBack: true,
    ifItFails: ENDS,
    byHand: byHand['drill-promote'],
  },
  'drill-open': {
    ...action,
    title: 'Let the writers log in to the copy',
    timeoutSeconds: 120,
    rollsBack: true,
    ifItFails: ENDS,
    byHand: byHand['drill-open'],
  },
  'drill-services': {
    ...action,
    title: 'Start one task of each service with the copy',
    timeoutSeconds: 900,
    rollsBack: true,
    ifItFails: ENDS,
    byHand: byHand['drill-services'],
  },
  'drill-verify': {
    ...action,
    kind: 'check',
    title: 'Read and write through the tasks of the drill',
    timeoutSeconds: 300,
    rollsBack: true,
    ifItFails: ENDS,
    byHand: byHand['drill-verify'],
  },
  'drill-remove': {
    ...action,
    title: 'Remove the tasks and the copy',
    timeoutSeconds: 3_600,
    ifItFails: 'Production is untouched. Retry; or stop, and the sweeper goes on removing what carries the tag of the drill.',
    byHand: byHand['drill-remove'],
  },
  'drill-verify-removal': {
    ...action,
    kind: 'check',
    title: 'Verify that nothing is left and that {to} follows {from} as before',
    timeoutSeconds: 600,
    ifItFails: 'Look at what is named; retry once it is gone, or once {to} follows {from} again.',
    byHand: byHand['drill-verify-removal'],
  },
  'drill-record': {
    ...action,
    title: 'Record what was measured',
    timeoutSeconds: 120,
    ifItFails: 'The drill is over and removed; only its record is missing. Retry.',
    byHand: byHand['drill-record'],
  },
});

/** What every drill does with its copy, however that was made. */
export const useAndRemove = sequence(
  drillRows['drill-open'],
  drillRows['drill-services'],
  drillRows['drill-verify'],
  drillRows['drill-remove'],
  drillRows['drill-verify-removal'],
  drillRows['drill-record'],
);
