import type { recordsPermissions } from '../../orchestrator/aws/records/permissions.ts';
import type { Records } from '../../orchestrator/ports/records.ts';

/** A use of the records that a role may be allowed. */
export type Use = keyof typeof recordsPermissions;

/** What each method that writes needs; a method that is not here reads. */
export const WRITES: { readonly [R in keyof Records]?: { readonly [M in keyof Records[R]]?: readonly Use[] } } = {
  claims: {
    take: ['claim', 'number'],
    wait: ['claim', 'number'],
    takeOver: ['claim'],
    stop: ['claim'],
    passPointOfNoReturn: ['claim'],
    release: ['claim'],
    lock: ['claim'],
    unlock: ['claim'],
  },
  journal: { begin: ['begin'], close: ['close'], append: ['append'] },
  questions: { ask: ['ask'], vote: ['answer'], settle: ['answer'], attach: ['answer'], delivered: ['answer'] },
  sets: { begin: ['begin', 'number'], close: ['close'] },
  sightings: { record: ['sight'] },
  surfaces: { claim: ['draw'], save: ['draw'] },
  replays: { seen: ['receive'] },
  tests: { add: ['test'] },
  costs: { record: ['charge'] },
};
