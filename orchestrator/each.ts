/** Does the work for each thing, so that one that fails holds up no other; what failed is thrown together at the end. */
export async function eachOnItsOwn<Thing>(things: readonly Thing[], work: (thing: Thing) => Promise<void>): Promise<void> {
  const outcomes = await Promise.allSettled(things.map(work));
  const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
  if (errors.length > 0) throw new AggregateError(errors, errors.map(String).join('; '));
}
