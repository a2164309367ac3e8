import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import type { Clock } from '../../orchestrator/ports.ts';

/** Times that one call is made before it is left for the next report. */
const ATTEMPTS = 3;
/** A longer Retry-After is left for the next report, in ms. */
const LONGEST_WAIT_MS = 30_000;
const PAUSE_MS = 250;

const PASSING = new Set([
  'ratelimited',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
]);

/** Slack's word for why it refused, such as `name_taken`; null when it did not get as far as that. */
export function refusal(error: unknown): string | null {
  return error instanceof WebAPIPlatformError && !PASSING.has(error.data.error) ? error.data.error : null;
}

/** Whether it is not known if Slack did what was asked: no answer, or a server error. */
export function isAmbiguous(error: unknown): boolean {
  return error instanceof WebAPIRequestError || error instanceof WebAPIHTTPError;
}

/** How long to wait before asking again, in ms; null when asking again changes nothing. */
function pause(error: unknown): number | null {
  if (error instanceof WebAPIRateLimitedError) return error.retryAfter * 1_000;
  const passes = isAmbiguous(error) || (error instanceof WebAPIPlatformError && PASSING.has(error.data.error));
  return passes ? PAUSE_MS : null;
}

/** Makes a call that may be made twice, a bounded number of times, keeping to Slack's Retry-After. */
export async function insist<T>(clock: Clock, call: (attempt: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call(attempt);
    } catch (error) {
      const wait = pause(error);
      if (wait === null || attempt >= ATTEMPTS || wait > LONGEST_WAIT_MS) throw error;
      await clock.sleep(wait);
    }
  }
}
