import { Unavailable } from '../orchestrator/domain/errors.ts';

/**
 * Which signed requests were received already. One call claims the signature, so that of two simultaneous copies one
 * is new. Lambda instances share it as one DynamoDB item per signature, put on the condition that it is not there,
 * with `untilMs` as its TTL. Slack signs a retried delivery anew, so that an exact copy is never Slack's own retry.
 */
export interface Replays {
  /** Whether `signature` was claimed before; it is remembered until `untilMs` (epoch ms). `Unavailable` when nobody can say. */
  seen(signature: string, untilMs: number): Promise<boolean>;
}

/** Signatures remembered by one process: at 10,000 in ten minutes, some 16 requests a second. */
const CAPACITY = 10_000;

/** Remembers in this process; when full of live signatures it is `Unavailable` rather than forgetful. */
export function memoryReplays(now: () => number, capacity = CAPACITY): Replays {
  const until = new Map<string, number>();
  return {
    async seen(signature, untilMs) {
      if (until.has(signature)) return true;
      if (until.size >= capacity) {
        for (const [old, end] of until) if (end < now()) until.delete(old);
      }
      if (until.size >= capacity) throw new Unavailable('More signed requests arrive than can be remembered.');
      until.set(signature, untilMs);
      return false;
    },
  };
}
