import { firstBelt } from './by-hand.ts';
import { rows } from './rows.ts';

/**
 * Moving between two Regions that are well. Everything that takes long is done before the fence; from there to the open target users
 * wait, so whatever fails in between gives them their writer back.
 */
export const plannedMove = [
  rows.scale,
  {
    ...rows.ready,
    skip: 'The move is unplanned from here on: nothing is proved, and writes that {to} does not get within seconds of the fence are lost. A {from} that is silent by then is not fenced.',
    unplanned: true,
    ifItFails:
      'Users have noticed nothing yet. Retry once {to} is available and close behind {from}; stop; or switch to unplanned, at the loss that is named.',
  },
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
