import { firstBelt } from './by-hand.ts';
import { rows } from './rows.ts';

/**
 * Moving between two Regions that are well. Everything that takes long is done before the fence; from there to the open target users
 * wait, so whatever fails in between gives them their writer back.
 */
export const plannedMove = [
  rows.scale,
  rows.ready,
  {
    ...rows.fence,
    timeoutSeconds: 30,
    rollsBack: true,
    byHand: firstBelt.byHand,
    undoByHand: firstBelt.undoByHand,
    ifItFails: 'The writers get {from} back at once and the run ends: look at what holds their sessions, then ask again.',
  },
  rows.prove,
  {
    ...rows.promote,
    untakenTimeoutSeconds: 30,
    rollsBack: true,
    ifItFails:
      'Before {to} is promoted, the writers get {from} back at once and the run ends; afterwards look at the instance in {to}, then retry.',
  },
  rows['open-target'],
  rows['verify-target'],
  rows['shift-traffic'],
  rows['verify-dns'],
  rows['stop-source'],
] as const;
