import { defineRows } from '../domain/plan.ts';
import { byHand } from './rebuild-by-hand.ts';

const lasting = { kind: 'action', poll: 'minutes', lasts: true } as const;

/** The rows that have a Region whose database was left behind follow the active one again. No writer moves, and nothing is deleted. */
export const rebuildRows = defineRows({
  keep: {
    ...lasting,
    title: 'Keep a snapshot of the database that was left behind in {to}',
    timeoutSeconds: 7_200,
    ifItFails: 'Users are in {from} and notice nothing: look at the events of RDS in {to}, then retry; or stop.',
    byHand: byHand.keep,
  },
  'set-aside': {
    ...lasting,
    title: 'Set that database aside, under another name',
    timeoutSeconds: 3_600,
    ifItFails: 'Users are in {from} and notice nothing: look at the database in {to} and at Route 53 in us-east-1, then retry.',
    byHand: byHand['set-aside'],
  },
  rebuild: {
    ...lasting,
    title: 'Make a replica of {from} in {to}, under the name that the database always had',
    poll: 'hours',
    timeoutSeconds: 21_600,
    ifItFails: 'Users are in {from} and notice nothing. Retry to go on waiting; or look at the events of RDS in {to} first.',
    byHand: byHand.rebuild,
  },
  'restore-properties': {
    ...lasting,
    title: 'Give the replica every property that the database had',
    timeoutSeconds: 7_200,
    skip: '{to} follows {from}, but its database is not what it was: a deployment, or a failover, may meet that, and one made anew after it will be like it.',
    ifItFails: 'Change by hand what is named in {to}, then retry.',
    byHand: byHand['restore-properties'],
  },
  follow: {
    ...lasting,
    kind: 'check',
    title: 'Wait until {to} follows {from} closely',
    timeoutSeconds: 3_600,
    ifItFails: 'Look at the replication from {from} to {to}, then retry.',
    byHand: byHand.follow,
  },
  'standby-services': {
    ...lasting,
    title: 'Give the services in {to} the size of a standby',
    timeoutSeconds: 900,
    skip: '{to} follows, but has no tasks that run: a failover has to start all of them.',
    ifItFails: 'Look at the events of the service in {to} (quota, missing image, unhealthy tasks), then retry.',
    byHand: byHand['standby-services'],
  },
  'verify-storage': {
    ...lasting,
    kind: 'check',
    title: 'Verify that objects are copied in both directions',
    timeoutSeconds: 3_600,
    skip: 'Nobody has seen that the buckets of {from} and {to} copy to each other.',
    ifItFails: 'Look at the replication rules of both buckets, then retry.',
    byHand: byHand['verify-storage'],
  },
  'record-kept': {
    kind: 'action',
    poll: 'seconds',
    title: 'Record what is kept',
    timeoutSeconds: 120,
    ifItFails: '{to} follows {from}; only the record of what is kept is missing. Retry.',
    byHand: byHand['record-kept'],
  },
});

/** All of them, from the snapshot to a standby as it was. */
export const rebuildSequence = [
  rebuildRows.keep,
  rebuildRows['set-aside'],
  rebuildRows.rebuild,
  rebuildRows['restore-properties'],
  rebuildRows.follow,
  rebuildRows['standby-services'],
  rebuildRows['verify-storage'],
  rebuildRows['record-kept'],
] as const;
