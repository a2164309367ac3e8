import { startChild } from '../process/child.ts';
import type { Acknowledged } from '../users/ledger.ts';
import type { ProberOptions } from './options.ts';

/** A writer beside the users that tries both databases all the time, in a process of its own. */
export interface Prober {
  /** What either database told it is kept, in order of time. */
  acknowledged(): Promise<readonly Acknowledged[]>;
  stop(): Promise<void>;
}

/** Starts to write into both databases at once. */
export async function startProber(options: ProberOptions): Promise<Prober> {
  const child = startChild(new URL('./main.ts', import.meta.url), 'prober');
  await child.ask('start', options);
  return {
    acknowledged: () => child.ask('acknowledged'),
    stop: async () => {
      child.kill('SIGKILL');
      await child.exited;
    },
  };
}
