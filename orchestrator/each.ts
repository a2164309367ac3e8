import { Unavailable } from './domain/errors.ts';

/**
 * Does the work for each thing, so that one that fails holds up no other; what failed is thrown together at the end, as `Unavailable`
 * where nothing else went wrong than that something did not answer.
 */
export async function eachOnItsOwn<Thing>(things: readonly Thing[], work: (thing: Thing) => Promise<void>): Promise<void> {
  throwTogether(await Promise.allSettled(things.map(work)));
}

/** The same for works of which each has to wait for the one before, whether that fails or not. */
export async function inTurn(works: readonly (() => Promise<void>)[]): Promise<void> {
  const outcomes: PromiseSettledResult<void>[] = [];
  for (const work of works) outcomes.push(...(await Promise.allSettled([work()])));
  throwTogether(outcomes);
}

function throwTogether(outcomes: readonly PromiseSettledResult<void>[]): void {
  const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
  if (errors.length === 0) return;
  const cause = new AggregateError(errors, errors.map(String).join('; '));
  throw errors.every((error) => error instanceof Unavailable) ? new Unavailable(cause.message, { cause }) : cause;
}
