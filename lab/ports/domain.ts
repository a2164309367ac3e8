import type { Config } from '../../orchestrator/config.ts';
import type { Region } from '../../orchestrator/domain/region.ts';
import type { Addresses } from '../addresses.ts';
import { PUBLIC_ADDRESSES } from '../dns/public-addresses.ts';
import { openResolver } from '../dns/resolver.ts';

/** The application's domain as DNS gives it out. */
export interface Domain {
  /** The Region a fresh lookup leads to; null when it leads nowhere. */
  answers(): Promise<Region | null>;
}

/** Looks the domain up anew every time. */
export function openDomain({ dns }: Pick<Addresses, 'dns'>, name: string, regions: Config['regions']): Domain {
  const resolver = openResolver(dns.port);
  const leadsTo: Readonly<Record<string, Region>> = {
    [PUBLIC_ADDRESSES.primary]: regions.primary,
    [PUBLIC_ADDRESSES.dr]: regions.dr,
  };
  return {
    answers: () =>
      resolver.resolve(name).then(
        ({ address }) => leadsTo[address] ?? null,
        () => null,
      ),
  };
}
