import { createHmac } from 'node:crypto';

/** What Slack's client says when the app did not answer well. */
export type Failure = 'dispatch_failed' | 'operation_timeout' | 'invalid_command_response';

/** The app's answer to a delivered request. */
export interface Delivered {
  readonly failure: Failure | null;
  readonly status: number;
  /** The answer's JSON; `{ text }` for plain text; empty when there is no body. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** Where requests go and how they are signed. */
export interface Delivery {
  /** Sets the app's request URL, such as `http://127.0.0.1:3000/slack/events`. */
  to(url: string): void;
  send(form: Readonly<Record<string, string>>): Promise<Delivered>;
}

// https://docs.slack.dev/interactivity/handling-user-interaction: answer "within 3 seconds"
const PATIENCE_MS = 3_000;

/** Slack's v0 signature of a body; `timestamp` is epoch seconds. */
export function sign(secret: string, timestamp: number, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

/** Sends signed forms as Slack does: one attempt, and 3 s to answer. */
export function createDelivery(signingSecret: string, now: () => number): Delivery {
  let destination: string | null = null;
  return {
    to: (url) => {
      destination = url;
    },
    send: async (form) => {
      if (destination === null) return failed('dispatch_failed');
      const body = new URLSearchParams(form).toString();
      const timestamp = Math.floor(now() / 1_000);
      try {
        const response = await fetch(destination, {
          method: 'POST',
          body,
          headers: {
            'content-type': 'application/x-www-form-urlencoded',
            'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
            'x-slack-request-timestamp': String(timestamp),
            'x-slack-signature': sign(signingSecret, timestamp, body),
          },
          signal: AbortSignal.timeout(PATIENCE_MS),
        });
        const text = await response.text();
        return response.ok
          ? { failure: null, status: response.status, body: toBody(text) }
          : failed('dispatch_failed', response.status);
      } catch (error) {
        return failed(error instanceof Error && error.name === 'TimeoutError' ? 'operation_timeout' : 'dispatch_failed');
      }
    },
  };
}

const failed = (failure: Failure, status = 0): Delivered => ({ failure, status, body: {} });

function toBody(text: string): Delivered['body'] {
  if (text.trim() === '') return {};
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Delivered['body']) : { text };
  } catch {
    return { text };
  }
}
