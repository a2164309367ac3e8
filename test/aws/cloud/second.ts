import { parse, stringify } from 'yaml';
import { databaseHost } from './internet.ts';

/** An application that dr.yml does not name. */
export const SECOND = 'billing';

interface Written {
  readonly regions: Readonly<Record<'primary' | 'dr', string>>;
  readonly applications: Readonly<Record<string, Application>>;
}
interface Application {
  readonly domain: string;
  readonly database: { readonly instances: Readonly<Record<'primary' | 'dr', string>> };
  readonly aws: { readonly create: object };
}

/** The text of dr.yml with a second application, which is like the first but exists already, and is moved after it. */
export function withSecond(text: string): string {
  const written = parse(text) as Written;
  const [[first, like] = ['', null]] = Object.entries(written.applications);
  if (like === null) throw new Error('dr.yml names no application.');
  const { create: _, ...attached } = like.aws;
  const domain = like.domain.replace(/^[^.]+/, SECOND);
  const renamed = JSON.stringify({ ...like, aws: attached })
    .replaceAll(like.domain, domain)
    .replaceAll(first, SECOND);
  const second = JSON.parse(renamed) as Application;
  const network = (side: 'primary' | 'dr') => ({
    ...{ subnets: ['subnet-0123456789abcdef0'], securityGroup: 'sg-0123456789abcdef0' },
    databaseHost: databaseHost(second.database.instances[side], written.regions[side]),
  });
  const agentNetworks = { primary: network('primary'), dr: network('dr') };
  const applications = {
    ...written.applications,
    [SECOND]: { ...second, after: [first], aws: { ...second.aws, agentNetworks } },
  };
  return stringify({ ...written, applications });
}
