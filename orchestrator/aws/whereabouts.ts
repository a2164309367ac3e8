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

/** Where the domain leads now; null when it leads nowhere, or the name servers do not agree yet. */
export type Locate = () => Promise<Whereabouts | null>;

/**
 * Follows the domain to a Region: its addresses are those of one of the two load balancers, whose own names are looked up at
 * the same moment, because AWS changes their addresses. One in common is enough: of many, DNS gives out eight.
 */
export function locator(config: Config, application: Application, domain: Domain, dns: Dns): Locate {
  const { balancers } = applicationOnAws(application);
  const addressesOf = async (side: Side): Promise<readonly string[]> => {
    const { hostname } = new URL(balancers[side].url);
    return dns.resolve(hostname).catch(() => []);
  };
  return async () => {
    const [answers, primary, dr] = await Promise.all([domain.answers(), addressesOf('primary'), addressesOf('dr')]);
    const sideWith = (addresses: readonly string[]): Side | undefined =>
      SIDES.find((side) => addresses.some((address) => (side === 'primary' ? primary : dr).includes(address)));
    const [side, ...others] = new Set(answers.map(sideWith));
    const address = answers[0]?.[0];
    if (address === undefined || others.length > 0) return null;
    return { address, region: side === undefined ? null : config.regions[side] };
  };
}

/** Where the domain leads; `Unavailable` when it leads nowhere. */
export async function located(locate: Locate, name: string): Promise<Whereabouts> {
  const found = await locate();
  if (found === null) throw new Unavailable(`DNS gives no address for ${name}.`);
  return found;
}
