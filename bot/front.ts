import { isExpected } from '../orchestrator/domain/errors.ts';
import type { Replays } from '../orchestrator/ports/records.ts';
import type { Deadline } from './deadline.ts';
import { Payload, readBody } from './payload.ts';
import { isSignedBy, isTimely, SIGNATURE, TIMESTAMP, WINDOW_MS } from './signature.ts';

/** A request as it arrived: header names in lower case, the body as bytes. */
export interface Incoming {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
  /** By when it is answered, where whoever carries it has counted its time already. */
  readonly deadline?: Deadline;
}

/** Largest body that is looked at, in bytes; Slack's own stay far below (a modal's state is at most some 100 kB). */
export const MAX_BODY_BYTES = 512 * 1024;

/** What the front makes of a request: an answer that needs no listener, or a payload that is Slack's and ours. */
export type Admission =
  | { readonly kind: 'refused' | 'answered'; readonly status: number; readonly body: string }
  | { readonly kind: 'accepted'; readonly payload: Payload };

/** What the front checks against. */
export interface FrontOptions {
  readonly signingSecret: string;
  /** The one app id and the workspaces of dr.yml. */
  readonly app: string;
  readonly teams: readonly string[];
  readonly replays: Replays;
  /** Epoch ms. */
  readonly now: () => number;
}

/**
 * Decides whether a request is Slack's, new, and for us. Nothing is parsed before size, time, signature and novelty
 * have been checked, in this order; 413 for the first, 401 for the others, 400 for a signed body that is not understood.
 */
export function createFront({ signingSecret, app, teams, replays, now }: FrontOptions) {
  return async ({ headers, body }: Incoming): Promise<Admission> => {
    if (body.byteLength > MAX_BODY_BYTES) return refused(413, 'The request is too large.');

    const signature = headers[SIGNATURE];
    const timestamp = headers[TIMESTAMP];
    if (!signature || !timestamp) return refused(401, 'The request is not signed.');
    const at = now();
    if (!isTimely(timestamp, at)) return refused(401, 'The request is too old, or from the future.');
    if (!isSignedBy(signingSecret, { signature, timestamp, body })) return refused(401, 'The signature is not right.');
    try {
      const untilMs = Number(timestamp) * 1_000 + WINDOW_MS;
      if (await replays.seen(signature, { at, untilMs })) return refused(401, 'The request was already received.');
    } catch (error) {
      if (isExpected(error)) return refused(503, 'It cannot be told now whether the request is new.');
      throw error;
    }

    const read = readBody(headers['content-type'] ?? '', body);
    if (read === null) return refused(400, 'The body is not understood.');
    if (read.ssl_check === '1') return { kind: 'answered', status: 200, body: '' };
    if (read.type === 'url_verification' && typeof read.challenge === 'string') {
      return { kind: 'answered', status: 200, body: read.challenge };
    }
    const parsed = Payload.safeParse(read);
    if (!parsed.success) return refused(400, 'The payload is not understood.');
    const isOurs = parsed.data.app === app && teams.includes(parsed.data.team);
    return isOurs ? { kind: 'accepted', payload: parsed.data } : refused(401, 'The app or the workspace is not ours.');
  };
}

const refused = (status: number, body: string): Admission => ({ kind: 'refused', status, body });
