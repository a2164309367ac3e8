import type { Replays } from '../../../orchestrator/ports/records.ts';

/** Received signatures in memory; those whose time has passed make room. */
export function memoryReplays(): Replays {
  const until = new Map<string, number>();
  return {
    async seen(signature, { at, untilMs }) {
      for (const [old, end] of until) if (end < at) until.delete(old);
      if (until.has(signature)) return true;
      until.set(signature, untilMs);
      return false;
    },
  };
}
