import { Refused } from '../domain/errors.ts';

/** The longest reason that is kept, in characters; Slack's plain text takes 3,000. */
export const REASON_LIMIT = 1_000;

/** A reason without the space around it; `Refused` when it is too long to be kept. */
export function checkReason(reason: string): string {
  const trimmed = reason.trim();
  if (trimmed.length > REASON_LIMIT)
    throw new Refused(`The reason has ${trimmed.length} characters; ${REASON_LIMIT} are kept. Shorten it.`);
  return trimmed;
}
