import { PUBLIC_ADDRESSES, type PublicAddress } from './public-addresses.ts';

interface Checked {
  isHealthy(): boolean;
}

/**
 * What failover records answer. The calculated check is healthy when one of the two flag checks is; inverted, it is the
 * health of PRIMARY. SECONDARY has no check.
 */
export function answerFor(flags: readonly [Checked, Checked]): PublicAddress {
  const calculated = flags.filter((flag) => flag.isHealthy()).length >= 1;
  const primaryIsHealthy = !calculated;
  return primaryIsHealthy ? PUBLIC_ADDRESSES.primary : PUBLIC_ADDRESSES.dr;
}
