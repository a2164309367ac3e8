import { WebAPIRateLimitedError } from '@slack/web-api';
import type { Clock } from '../../orchestrator/ports/world.ts';
import { isAmbiguous, isPassing } from './slack-faults.ts';

/** Times that one call is made before it is left for the next report. */
const ATTEMPTS = 3;
const PAUSE_MS = 250;
/** What a longer Retry-After asks for is left for a later report, so that one slow method does not hold up the others. */
const LONGEST_WAIT_MS = 2_000;

/** Makes calls that may be made twice, a bounded number of times, and keeps to Retry-After also between reports. */
export interface Patience {
  /** Throws Slack's last error; at once, without a call, while the method's Retry-After has far to go. */
  insist<T>(method: string, call: () => Promise<T>): Promise<T>;
}

/** Makes the patience of one reporter. */
export function createPatience(clock: Clock): Patience {
  const notBefore = new Map<string, number>();

  const waitFor = async (method: string): Promise<void> => {
    const left = (notBefore.get(method) ?? 0) - clock.now();
    if (left > LONGEST_WAIT_MS) throw new WebAPIRateLimitedError(Math.ceil(left / 1_000));
    if (left > 0) await clock.sleep(left);
  };

  return {
    async insist(method, call) {
      for (let attempt = 1; ; attempt += 1) {
        await waitFor(method);
        try {
          return await call();
        } catch (error) {
          const isLimited = error instanceof WebAPIRateLimitedError;
          if (isLimited) notBefore.set(method, clock.now() + error.retryAfter * 1_000);
          const isWorthAnother = isLimited || isAmbiguous(error) || isPassing(error);
          if (!isWorthAnother || attempt === ATTEMPTS) throw error;
          if (!isLimited) await clock.sleep(PAUSE_MS);
        }
      }
    },
  };
}
