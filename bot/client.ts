import { type Logger, LogLevel, WebClient, type WebClientOptions } from '@slack/web-api';
import { type Log, withoutSecrets } from './log.ts';

/** How to reach Slack's Web API. */
export interface SlackApi {
  readonly botToken: string;
  /** `https://slack.com/api/` unless said otherwise. */
  readonly url?: string;
  /** Instead of the global one. */
  readonly fetch?: typeof fetch;
}

/** One call has this long on the answer path: two of them and one retry fit into Slack's 3 s. */
const ANSWER_TIMEOUT_MS = 1_000;
/** Behind the answer path nobody waits: long enough for a slow Slack, short enough to try again soon. */
const REPORT_TIMEOUT_MS = 5_000;

/** Web client options on the answer path: Slack's own defaults (no timeout, 10 retries in 30 minutes) outlive the request. */
export function answerOptions(api: SlackApi, log: Log): WebClientOptions {
  const fetch = bounded(api.fetch ?? globalThis.fetch, ANSWER_TIMEOUT_MS);
  return {
    ...common({ ...api, fetch }, log),
    timeout: ANSWER_TIMEOUT_MS,
    retryConfig: { retries: 1, minTimeout: 50, maxTimeout: 50 },
  };
}

/** The reporter's web client: it fails at once and the reporter decides what to try again. */
export function reportClient(api: SlackApi, log: Log): WebClient {
  return new WebClient(api.botToken, { ...common(api, log), timeout: REPORT_TIMEOUT_MS, retryConfig: { retries: 0 } });
}

/** Bolt posts to a `response_url` without a time limit of its own. */
const bounded =
  (call: typeof fetch, ms: number): typeof fetch =>
  (url, init) =>
    call(url, { ...init, signal: init?.signal ?? AbortSignal.timeout(ms) });

const common = ({ url, fetch }: SlackApi, log: Log): WebClientOptions => ({
  logger: toLogger(log),
  rejectRateLimitedCalls: true,
  ...(url === undefined ? {} : { slackApiUrl: url }),
  ...(fetch === undefined ? {} : { fetch }),
});

/** Slack's libraries' logger as ours: errors only, without secrets; what they warn about reaches us as errors as well. */
export function toLogger(log: Log): Logger {
  const silent = () => undefined;
  return {
    debug: silent,
    info: silent,
    warn: silent,
    error: (...parts) => log({ level: 'error', message: withoutSecrets(parts.map(String).join(' ')) }),
    setLevel: silent,
    getLevel: () => LogLevel.ERROR,
    setName: silent,
  };
}
