import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../bot/log.ts';

/** Does something again and again, one round after the other, until it is stopped; a round that fails is logged, not fatal. */
export function everyRound(ms: number, name: string, log: Log, work: () => Promise<void>): { stop(): void } {
  const stopping = new AbortController();
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await work().catch((error: unknown) => log({ level: 'error', message: `${name} failed.`, error: String(error) }));
      await sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  void loop();
  return { stop: () => stopping.abort() };
}
