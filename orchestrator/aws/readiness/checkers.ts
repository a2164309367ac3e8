import { BlockList, isIPv6 } from 'node:net';
import { GetCheckerIpRangesCommand } from '@aws-sdk/client-route-53';
import type { Application } from '../../config.ts';
import { Unavailable } from '../../domain/errors.ts';
import type { Clients } from '../clients.ts';
import { applicationOnAws } from '../deployment.ts';
import { askFor } from '../errors.ts';
import type { Permission } from '../permissions.ts';
import known from '../route53-healthchecks.json' with { type: 'json' };

/** Where Route 53 checks from although the policies of the flag buckets, as this code was deployed, do not let that in. */
export async function unknownCheckers(
  application: Application,
  { route53 }: Pick<Clients, 'route53'>,
): Promise<readonly string[]> {
  if (applicationOnAws(application).traffic !== 'flags') return [];
  const published = await askFor('Route 53', () => route53.send(new GetCheckerIpRangesCommand({}))).catch(silence);
  const unknown = (published.CheckerIpRanges ?? []).filter((range) => !isKnown(range));
  if (unknown.length === 0) return [];
  return [
    `Route 53 also checks from ${unknown.join(', ')}, which the flag buckets do not let in: renew route53-healthchecks.json and deploy`,
  ];
}

/** The control plane of Route 53 may be what is failing, and moving users does not need it. */
function silence(error: unknown): { readonly CheckerIpRanges?: readonly string[] } {
  if (error instanceof Unavailable) return {};
  throw error;
}

const KNOWN = [...known.ipv4, ...known.ipv6].map(toRange);

/** Whether one of the known ranges has all of it. */
function isKnown(range: string): boolean {
  const { address, prefix, family } = toRange(range);
  return KNOWN.some((one) => one.family === family && one.prefix <= prefix && one.list.check(address, family));
}

function toRange(cidr: string) {
  const [address = '', bits] = cidr.split('/');
  const family = isIPv6(address) ? ('ipv6' as const) : ('ipv4' as const);
  const prefix = Number(bits ?? (family === 'ipv6' ? 128 : 32));
  const list = new BlockList();
  list.addSubnet(address, prefix, family);
  return { address, prefix, family, list };
}

/** What knowing the checkers needs. */
export const checkerPermissions: readonly Permission[] = [
  { actions: ['route53:GetCheckerIpRanges'], resources: (_, { aws }) => (aws?.traffic === 'flags' ? ['*'] : []) },
];
