import { CHECK } from '../../../lab/dns/health-check.ts';
import { elementIn } from '../gateway/xml.ts';
import type { Aws } from './ask.ts';

/** What an alias record leads to now. */
export interface AliasRecord {
  /** A host name; null before it was looked up. */
  target(): string | null;
  stop(): void;
}

/** Starts to read from Route 53, as its name servers do, what the only alias record of a name in a zone leads to. */
export function followAlias(aws: Aws, zone: string, name: string): AliasRecord {
  let target: string | null = null;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    const sets = await aws.rest('route53', 'us-east-1', 'GET', `/2013-04-01/hostedzone/${zone}/rrset`);
    const set = sets.split('<ResourceRecordSet>').find((each) => elementIn(each, 'Name') === `${name}.`) ?? '';
    target = elementIn(set, 'DNSName')?.replace(/\.$/, '') ?? null;
  };
  const lookAgain = async (): Promise<void> => {
    // While everything ends nobody answers.
    await look().catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNREFUSED' && error.code !== 'ECONNRESET') throw error;
    });
    if (!isStopped) timer = setTimeout(() => void lookAgain(), CHECK.intervalMs);
  };
  void lookAgain();
  return {
    target: () => target,
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
