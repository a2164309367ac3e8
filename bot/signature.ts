import { createHmac, timingSafeEqual } from 'node:crypto';

/** The header with the signature, https://docs.slack.dev/authentication/verifying-requests-from-slack. */
export const SIGNATURE = 'x-slack-signature';
/** The header with the time of signing, in epoch seconds. */
export const TIMESTAMP = 'x-slack-request-timestamp';

/** How far a request's timestamp may be from our clock, either way, in ms. */
export const WINDOW_MS = 300_000;

/** Whether a timestamp header (epoch seconds) is within the window around `now` (epoch ms). */
export function isTimely(timestamp: string, now: number): boolean {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(now - Number(timestamp) * 1_000) <= WINDOW_MS;
}

interface Signed {
  readonly signature: string;
  readonly timestamp: string;
  readonly body: Uint8Array;
}

/** Whether the v0 signature is the secret's over exactly these bytes; compared in constant time. */
export function isSignedBy(secret: string, { signature, timestamp, body }: Signed): boolean {
  const expected = Buffer.from(sign(secret, timestamp, body));
  const given = Buffer.from(signature);
  return given.byteLength === expected.byteLength && timingSafeEqual(given, expected);
}

/** The v0 signature of a body. */
export function sign(secret: string, timestamp: string, body: Uint8Array): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`;
}
