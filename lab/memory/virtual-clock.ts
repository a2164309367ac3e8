import type { Clock } from '../../orchestrator/ports/world.ts';

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/** Time that passes only when it is told to, or when everybody sleeps. */
export interface VirtualClock extends Clock {
  /** Lets `ms` pass, waking every sleeper at its own time, in order, and letting it work before the next one. */
  advance(ms: number): Promise<void>;
}

/**
 * A clock whose hours take no time: when everything has run that can run, it jumps to the earliest sleeper. Work that
 * waits for a real socket or timer does not hold it back. With `jumps: false` only `advance` moves it.
 */
export function virtualClock({ start = Date.UTC(2026, 0, 1), jumps = true } = {}): VirtualClock {
  let now = start;
  let sleepers: readonly Sleeper[] = [];
  let isJumping = false;

  const wakeEarliest = () => {
    now = Math.max(now, Math.min(...sleepers.map(({ until }) => until)));
    const due = sleepers.filter(({ until }) => until <= now);
    sleepers = sleepers.filter(({ until }) => until > now);
    for (const { wake } of due) wake();
  };

  const jump = () => {
    if (sleepers.length > 0) wakeEarliest();
    isJumping = sleepers.length > 0;
    if (isJumping) setImmediate(jump);
  };

  const sleep = (ms: number) =>
    new Promise<void>((wake) => {
      sleepers = [...sleepers, { until: now + Math.max(0, ms), wake }];
      if (!jumps || isJumping) return;
      isJumping = true;
      setImmediate(jump);
    });

  return {
    now: () => now,
    sleep,
    async advance(ms) {
      const until = now + ms;
      await othersRan();
      while (sleepers.some((sleeper) => sleeper.until <= until)) {
        wakeEarliest();
        await othersRan();
      }
      now = Math.max(now, until);
    },
  };
}

const othersRan = () => new Promise<void>((resolve) => setImmediate(resolve));
