import type { Application } from './config.ts';
import { toWords } from './domain/duration.ts';
import { unplannedBy } from './domain/unplanned.ts';
import { lastMove } from './last-move.ts';
import { plans } from './plans/plans.ts';
import type { Records } from './ports/records.ts';

/**
 * Why an unplanned run now may be flapping, as a sentence: the last move was unplanned, it is over, and not as long ago as
 * dr.yml wants. Null otherwise; a move that was never finished may be gone on with at once.
 */
export async function whyFlapping(
  records: Pick<Records, 'journal'>,
  { id, antiFlap }: Application,
  now: number,
): Promise<string | null> {
  const move = await lastMove(records, id);
  if (move?.closed?.result !== 'succeeded') return null;
  const plan = plans[move.run.plan];
  if (plan.kind === 'planned' && unplannedBy({ plan, view: move }) === null) return null;
  const ago = now - move.closed.at;
  if (ago >= antiFlap) return null;
  return `${move.run.id} moved ${id} ${toWords(ago)} ago, and ${toWords(antiFlap)} have to pass between two unplanned moves.`;
}
