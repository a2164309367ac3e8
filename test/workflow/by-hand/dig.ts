import { PUBLIC_ADDRESSES } from '../../../lab/dns/public-addresses.ts';
import { openResolver } from '../../../lab/dns/resolver.ts';
import { regionOfBalancer, type Typed } from './typed.ts';

/** Asks the lab's DNS, whichever server is named; load balancers have the addresses that the lab gave them. */
export async function dig(typed: Typed): Promise<string> {
  const { words, lab, config } = typed;
  if (words.includes('NS')) return 'name-server.lab.\n';
  const name = words.at(-1) ?? '';
  const region = regionOfBalancer(typed, name);
  if (region !== null) return `${PUBLIC_ADDRESSES[region === config.regions.primary ? 'primary' : 'dr']}\n`;
  return `${(await openResolver(lab.addresses.dns.port).resolve(name)).address}\n`;
}
