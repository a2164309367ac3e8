/** The other side did not answer, or asked us to come back: worth asking again. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
  /** Whether it did answer: that too much is asked at once. */
  readonly isThrottled: boolean;

  constructor(message: string, { isThrottled = false, ...options }: ErrorOptions & { readonly isThrottled?: boolean } = {}) {
    super(message, options);
    this.isThrottled = isThrottled;
  }
}

/** The other side answered and will not do it: asking again changes nothing until somebody changes something. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** A bounded wait ended without an outcome. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';
}

/** This person may not do this. The message is a sentence for that person. */
export class Denied extends Error {
  override readonly name = 'Denied';
}

/** Something else holds what is needed, such as the application's one run. */
export class Busy extends Error {
  override readonly name = 'Busy';
}

/** Every error the platform raises on purpose; anything else that is thrown is a bug. */
export type ExpectedError = Unavailable | Refused | TimedOut | Denied | Busy;
export type ErrorName = ExpectedError['name'];

/** Whether `error` is one of ours, made to be shown to a person, rather than a bug. */
export function isExpected(error: unknown): error is ExpectedError {
  return (
    error instanceof Unavailable ||
    error instanceof Refused ||
    error instanceof TimedOut ||
    error instanceof Denied ||
    error instanceof Busy
  );
}
