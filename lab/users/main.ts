import type { Region } from '../../orchestrator/domain/region.ts';
import { openResolver } from '../dns/resolver.ts';
import { answerParent, tellParent } from '../process/parent.ts';
import { type Acknowledged, firstSince, longestGap } from './ledger.ts';
import type { Tally, UserOptions } from './options.ts';
import { useApplication } from './user.ts';

const TELL_EVERY_MS = 250;

const ledger: Acknowledged[] = [];
const failures: number[] = [];
let over = false;
let users: Promise<unknown> = Promise.resolve();
let ok: Record<Region, number> = {};
let failed = 0;

const tell = (): void => {
  const tally: Tally = { at: Date.now(), ok, failed };
  ok = {};
  failed = 0;
  tellParent('tally', tally);
};

answerParent({
  start: (options: UserOptions) => {
    const resolver = openResolver(options.dnsPort);
    const notes = {
      acknowledged: (write: Acknowledged): void => {
        ledger.push(write);
        ok[write.region] = (ok[write.region] ?? 0) + 1;
      },
      failed: (): void => {
        failures.push(Date.now());
        failed++;
      },
    };
    const all = Array.from({ length: options.count }, () => useApplication(options, resolver, notes, () => over));
    users = Promise.all(all);
    setInterval(tell, TELL_EVERY_MS);
  },
  /** Ends the writing; what is under way is waited for, so that the ledger is whole. */
  pause: async () => {
    over = true;
    await users;
  },
  ledger: () => ledger,
  failures: () => failures,
  'longest-gap': ({ from, to }: { from: number; to: number }) => longestGap(ledger.filter(({ at }) => at >= from && at <= to)),
  'first-since': ({ since, region }: { since: number; region?: Region }) => firstSince(ledger, since, region),
});
