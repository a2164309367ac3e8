import type { Application, Config } from '../config.ts';
import { Unavailable } from '../domain/errors.ts';
import type { Region } from '../domain/region.ts';
import { applicationOnAws, type Side } from './deployment.ts';
import type { Dns, Domain } from './domain.ts';

const SIDES: readonly Side[] = ['primary', 'dr'];

/** Where a lookup of the domain leads. */
export interface Whereabouts {
  readonly address: string;
  /** The Region whose load balancer has that address; null when neither has it. */
  readonly region: Region | null;
}

/** Where the domain leads now; null when it leads nowhere. */
export type Locate = () => Promise<Whereabouts | null>;

/**
 * Follows the domain to a Region: its addresses are those of one of the two load balancers, whose own names are looked up at
 * the same moment, because AWS changes their addresses.
 */
export function locator(config: Config, application: Application, domain: Domain, dns: Dns): Locate {
  const { balancers } = applicationOnAws(application);
  const addressesOf = async (side: Side): Promise<readonly string[]> => {
    const { hostname } = new URL(balancers[side].url);
    return dns.resolve(hostname).catch(() => []);
  };
  return async () => {
    const [[address], primary, dr] = await Promise.all([domain.addresses(), addressesOf('primary'), addressesOf('dr')]);
    if (address === undefined) return null;
    const side = SIDES.find((each) => (each === 'primary' ? primary : dr).includes(address));
    return { address, region: side === undefined ? null : config.regions[side] };
  };
}

/** Where the domain leads; `Unavailable` when it leads nowhere. */
export async function located(locate: Locate, name: string): Promise<Whereabouts> {
  const found = await locate();
  if (found === null) throw new Unavailable(`DNS gives no address for ${name}.`);
  return found;
}
