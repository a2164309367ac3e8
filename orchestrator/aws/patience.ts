import type { LambdaClientConfig } from '@aws-sdk/client-lambda';

/** What tests and emulators put in the place of the SDK's own connection. */
export type Connection = Pick<
  LambdaClientConfig,
  'endpoint' | 'requestHandler' | 'credentials' | 'retryStrategy' | 'maxAttempts'
>;

/**
 * How long a call to AWS is waited for. A connection across the continent is three round trips of 70 ms, and a lost packet
 * is sent again after 1 s, so 1.5 s; describing and asking is answered in a few hundred ms, so 3 s. Two attempts of that
 * stay under the 10 s after which the fence gives up, and whoever asked asks again anyway: only a blip is worth a retry here.
 */
export const PATIENCE = {
  maxAttempts: 2,
  requestHandler: within(1_500, 3_000),
} as const;

/**
 * How long an agent is waited for: a cold start, TLS, login and a look take under 3 s, and an agent in trouble says so within
 * 8 s (`AGENT_TIMEOUT_SECONDS`), so 8.5 s; and one attempt, because the row asks again and a second one would outlast the
 * 10 s after which the fence gives up.
 */
export const PATIENCE_WITH_AGENTS = {
  maxAttempts: 1,
  requestHandler: within(1_500, 8_500),
} as const;

/**
 * How long the records are waited for: somebody at Slack has 3 s altogether and a listener makes several calls, so one attempt
 * ends after 200 ms without a connection or 800 ms without an answer (DynamoDB takes single-digit ms), and is made at most twice.
 */
export const PATIENCE_WITH_RECORDS = {
  maxAttempts: 2,
  requestHandler: within(200, 800),
} as const;

/**
 * How long Step Functions and secrets are waited for: somebody at Slack has 3 s altogether, so one attempt ends after 200 ms
 * without a connection or 1 s without an answer, within the same Region, and is made at most twice.
 */
export const PATIENCE_WITH_PEOPLE = {
  maxAttempts: 2,
  requestHandler: within(200, 1_000),
} as const;

/**
 * How long looking at a Region is waited for while somebody at Slack waits: 600 ms for a connection and 1 s for an answer, once.
 * A Region that is slower than that is not answering, as far as a person who has 3 s is concerned; steps are more patient.
 */
export const PATIENCE_IN_PASSING = {
  maxAttempts: 1,
  requestHandler: within(600, 1_000),
} as const;

/** How long `dr-look` is waited for: what it waits for itself, and its own cold start. */
export const PATIENCE_WITH_LOOKS = {
  maxAttempts: 1,
  requestHandler: within(200, 2_100),
} as const;

/** How long Cost Explorer is waited for: nobody waits, its answers take seconds, and every attempt costs a cent. */
export const PATIENCE_WITH_BILLS = {
  maxAttempts: 2,
  requestHandler: within(1_500, 20_000),
} as const;

/** So many ms for a connection and for an answer, and as many as the latter without a further byte of one that has begun. */
export function within(connectionTimeout: number, requestTimeout: number) {
  return { connectionTimeout, requestTimeout, socketTimeout: requestTimeout, throwOnRequestTimeout: true } as const;
}
