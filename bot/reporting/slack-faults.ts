import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';

const PASSING = new Set([
  'ratelimited',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
]);

/** Whether Slack says that it has trouble of its own, which passes. */
export function isPassing(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && PASSING.has(error.data.error);
}

/** Slack's word for why it will not, such as `name_taken`; null when it did not get as far as that. */
export function refusal(error: unknown): string | null {
  return error instanceof WebAPIPlatformError && !isPassing(error) ? error.data.error : null;
}

/** Whether it is Slack that failed, in whatever way. */
export function isOfSlack(error: unknown): boolean {
  return error instanceof WebAPIPlatformError || error instanceof WebAPIRateLimitedError || isAmbiguous(error);
}

/** Whether it is not known if Slack did what was asked: no answer, or a server error. */
export function isAmbiguous(error: unknown): boolean {
  return error instanceof WebAPIRequestError || error instanceof WebAPIHTTPError;
}
