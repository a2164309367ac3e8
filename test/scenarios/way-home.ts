import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { approve, isClosed, nina, type Rehearsal, requested } from './rehearsal.ts';

/** Whether a failback waits for its second approval. */
export const asksAgain = ({ phase, planned }: RunView) => phase === 'waiting-for-approval' && planned?.row === 'cut-over';

/** Asks for a failback after a move, has it approved, and waits for the second question. */
export async function readyToGo(rehearsal: Rehearsal): Promise<RunView> {
  const asked = await requested(rehearsal, 'the Region is well again', 'failback');
  await approve(rehearsal, asked);
  return rehearsal.until(asked.run.id, 'asking again', asksAgain);
}

/** Carries a failback out, and answers its end. */
export async function home(rehearsal: Rehearsal): Promise<RunView> {
  const again = await readyToGo(rehearsal);
  await approve(rehearsal, again, nina);
  return rehearsal.until(again.run.id, 'closed', isClosed);
}
