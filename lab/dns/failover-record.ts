import { PUBLIC_ADDRESSES, type PublicAddress } from './public-addresses.ts';
import { type Check, calculated, choose, inverted } from './route53.ts';

/**
 * Which failover record answers: PRIMARY carries a calculated check, healthy when one of the two flag checks is, and inverted.
 * SECONDARY has none. `infra/` makes the same on AWS, and a test holds it to the same table.
 */
export const recordFor = (flags: readonly [Check, Check]): 'PRIMARY' | 'SECONDARY' =>
  choose({ check: inverted(calculated(flags, 1)) }, {});

/** The address that it gives. */
export const answerFor = (flags: readonly [Check, Check]): PublicAddress =>
  PUBLIC_ADDRESSES[recordFor(flags) === 'PRIMARY' ? 'primary' : 'dr'];
