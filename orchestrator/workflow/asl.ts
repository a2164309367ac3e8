import type { Row } from '../domain/plan.ts';

/** A state of the Amazon States Language, as far as the generated definitions use it. */
export type State = { readonly Type: 'Task' | 'Choice' | 'Wait' | 'Pass' | 'Parallel' } & Readonly<Record<string, unknown>>;

/** A machine, or a branch of one. */
export interface Machine {
  readonly Comment?: string;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** States that carry something out, and where they begin. */
export interface Fragment {
  readonly start: string;
  readonly states: Readonly<Record<string, State>>;
}

/** Where a fragment goes on: the next state, or the end of its branch. */
export type Next = { readonly Next: string } | { readonly End: true };

/**
 * Seconds between two rounds of a row, by how it polls: one that takes many minutes is asked about every five, one that takes hours
 * four times an hour, so that its history stays short.
 */
export const WAIT_SECONDS = { seconds: 1, minutes: 240, hours: 850 } as const satisfies Record<Row['poll'], number>;

/**
 * What Lambda itself cannot do for a while makes a run slower, and asks nobody, for some five minutes:
 * https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html#bp-lambda-serviceexception
 */
export const LAMBDA_BUSY = {
  ErrorEquals: [
    'Lambda.TooManyRequestsException',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
  ],
  ...{ IntervalSeconds: 1, MaxAttempts: 60, BackoffRate: 2, MaxDelaySeconds: 5 },
} as const;

/** Everything else that escapes the runner is worth another attempt at once, three times, 1 + 2 + 4 s. */
export const RETRY = [LAMBDA_BUSY, { ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 3, BackoffRate: 2 }] as const;

/** For what must not be given up: deciding and closing. Some 20 minutes of throttling, then the sweeper ends the run. */
export const RETRY_LONG = [
  { ErrorEquals: ['States.ALL'], IntervalSeconds: 2, MaxAttempts: 25, BackoffRate: 2, MaxDelaySeconds: 60 },
] as const;

/** A choice on a status that an answer carries. */
export const when = (status: string, next: string, variable = '$.answer.status') => ({
  Variable: variable,
  StringEquals: status,
  Next: next,
});
