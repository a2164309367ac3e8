import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../orchestrator/ports/world.ts';

/** The machine's own clock. */
export const wallClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms) => {
    const until = Date.now() + ms;
    await sleep(ms);
    // A timer may fire a fraction of a millisecond before the wall clock says so.
    while (Date.now() < until) await sleep(1);
  },
};
