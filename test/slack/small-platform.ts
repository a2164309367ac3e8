import { createHmac, timingSafeEqual } from 'node:crypto';
import { WebClient } from '@slack/web-api';
import { type LocalSlack, type SlackOptions, startSlack } from '../../lab/slack/local-slack.ts';
import { listenOnLoopback } from '../../lab/slack/loopback.ts';

type Plain = Readonly<Record<string, unknown>>;

/** A request from Slack whose signature held. */
export interface Received {
  /** `command`, or the payload's type. */
  readonly type: string;
  readonly fields: Plain;
  readonly web: WebClient;
}

/** What the app does about a request: the body of its answer, nothing, or a whole response. */
export type Behaviour = (received: Received) => Promise<object | string | Response | undefined> | object | string | undefined;

/** A Slack with a small app behind it that believes nothing unsigned. */
export interface Stage {
  readonly slack: LocalSlack;
  /** The app's request URL. */
  readonly url: string;
  readonly web: WebClient;
  readonly received: readonly Received[];
  behave(next: Behaviour): void;
  stop(): Promise<void>;
}

export async function setStage(options: SlackOptions = {}): Promise<Stage> {
  const slack = await startSlack(options);
  const web = new WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
  const received: Received[] = [];
  let behaviour: Behaviour = () => undefined;
  const server = await listenOnLoopback(async (request) => {
    const body = Buffer.from(await request.arrayBuffer());
    if (!isSigned(slack.signingSecret, request.headers, body)) return new Response('not from Slack', { status: 401 });
    const form = Object.fromEntries(new URLSearchParams(body.toString()));
    const fields: Plain = form.payload === undefined ? form : JSON.parse(form.payload);
    const one = { type: String(fields.type ?? 'command'), fields, web };
    received.push(one);
    const answer = await behaviour(one);
    if (answer instanceof Response) return answer;
    return typeof answer === 'object' ? Response.json(answer) : new Response(answer ?? '');
  });
  const url = `${server.url}/slack/events`;
  slack.deliverTo(url);
  return {
    slack,
    url,
    web,
    received,
    behave: (next) => {
      behaviour = next;
    },
    stop: async () => {
      await server.stop();
      await slack.stop();
    },
  };
}

function isSigned(secret: string, headers: Headers, body: Buffer): boolean {
  const timestamp = headers.get('x-slack-request-timestamp') ?? '';
  const given = Buffer.from(headers.get('x-slack-signature') ?? '');
  const expected = Buffer.from(`v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`);
  const fresh = Math.abs(Date.now() / 1_000 - Number(timestamp)) < 300;
  return fresh && given.length === expected.length && timingSafeEqual(given, expected);
}
