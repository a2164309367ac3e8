import { elementIn } from '../gateway/xml.ts';
import type { Aws } from './ask.ts';
import { lookRepeatedly } from './look-repeatedly.ts';

/** What an alias record leads to now. */
export interface AliasRecord {
  /** A host name; null before it was looked up. */
  target(): string | null;
  stop(): void;
}

/** Starts to read from Route 53, as its name servers do, what the only alias record of a name in a zone leads to. */
export function followAlias(aws: Aws, zone: string, name: string): AliasRecord {
  let target: string | null = null;
  const look = async (): Promise<void> => {
    const sets = await aws.rest('route53', 'us-east-1', 'GET', `/2013-04-01/hostedzone/${zone}/rrset`);
    const set = sets.split('<ResourceRecordSet>').find((each) => elementIn(each, 'Name') === `${name}.`) ?? '';
    target = elementIn(set, 'DNSName')?.replace(/\.$/, '') ?? null;
  };
  return { target: () => target, ...lookRepeatedly(look) };
}
