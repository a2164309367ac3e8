import type { Region } from '../../orchestrator/domain/region.ts';
import { startChild } from '../process/child.ts';
import type { UserSample } from '../view.ts';
import type { Acknowledged, Gap } from './ledger.ts';
import type { Tally, UserOptions } from './options.ts';

const A_MINUTE_OF_SAMPLES = 240;

/** The users of the application, in a process of their own. */
export interface Crowd {
  readonly count: number;
  acknowledged(): number;
  failed(): number;
  /** The last minute, oldest first. */
  samples(): readonly UserSample[];
  /** Every acknowledged write, in order of time. */
  ledger(): Promise<readonly Acknowledged[]>;
  /** When each request failed, epoch ms, in order of time. */
  failures(): Promise<readonly number[]>;
  /** The longest time without an acknowledged write between two moments (epoch ms). */
  longestGap(from?: number, to?: number): Promise<Gap | null>;
  /** The first write acknowledged at `since` or later, by one Region if it is given. */
  firstSince(since: number, region?: Region): Promise<Acknowledged | null>;
  /** Ends the writing for good; the ledger stays. */
  quiet(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the users' process; they begin to write at once. */
export async function startCrowd(options: UserOptions): Promise<Crowd> {
  const child = startChild(new URL('./main.ts', import.meta.url), 'users');
  const samples: UserSample[] = [];
  let acknowledged = 0;
  let failed = 0;
  child.on('tally', (tally: Tally) => {
    samples.push(tally);
    if (samples.length > A_MINUTE_OF_SAMPLES) samples.shift();
    acknowledged += Object.values(tally.ok).reduce((sum, count) => sum + count, 0);
    failed += tally.failed;
  });
  await child.ask('start', options);
  return {
    count: options.count,
    acknowledged: () => acknowledged,
    failed: () => failed,
    samples: () => samples,
    ledger: () => child.ask('ledger'),
    failures: () => child.ask('failures'),
    longestGap: (from = 0, to = Number.MAX_SAFE_INTEGER) => child.ask('longest-gap', { from, to }),
    firstSince: (since, region) => child.ask('first-since', { since, region }),
    quiet: () => child.ask('pause'),
    stop: async () => {
      child.kill('SIGKILL');
      await child.exited;
    },
  };
}
