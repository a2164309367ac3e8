import { Unavailable } from '../domain/errors.ts';
import { isMoved, isOver, type SetView } from '../domain/set-view.ts';
import { chronicle } from '../questions.ts';
import type { Stage } from '../stage.ts';
import { askForApproval } from './ask.ts';
import { blockMembers } from './block.ts';
import { follow } from './follow.ts';
import { openIfAll, openSet } from './open-set.ts';

/** Brings a set as far as it can be now: asks, lets go, ends. Safe to repeat and to do twice at once; events may be lost. */
export async function tend(stage: Stage, id: string): Promise<void> {
  await blockMembers(stage, id);
  await askForApproval(stage, id);
  await follow(stage, id);
  await end(stage, id);
}

/** The same for whoever has other work to do: what cannot be done now the sweeper does. */
export async function tendSoon(stage: Stage, id: string | null, work = tend): Promise<void> {
  if (id === null) return;
  try {
    await work(stage, id);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
  }
}

/** Closes a set of which every member is over; safe to repeat. */
export async function end(stage: Stage, id: string): Promise<void> {
  const { closed } = await openSet(stage, id, []);
  if (closed === null) {
    const view = await openIfAll(stage, id, isOver);
    if (view === null) return;
    await sayEnd(stage, view);
  }
  await stage.records.sets.close(id, stage.now());
}

async function sayEnd({ records, now }: Stage, view: SetView): Promise<void> {
  const { id } = view.set;
  if (view.question !== null && view.question.outcome === null) {
    await chronicle(records, await records.questions.settle(id, view.question.id, 'cancelled', now()), now());
  }
  await records.journal.append(id, now(), { kind: 'set-closed', says: saysOf(view) }, (entries) =>
    entries.some(({ kind }) => kind === 'set-closed'),
  );
}

function saysOf({ members, question, abort }: SetView): string {
  const moved = members.filter(isMoved).length;
  const outcome = question?.outcome === 'denied' || question?.outcome === 'expired' ? question.outcome : null;
  if (outcome !== null && moved === 0) return `The request was ${outcome}: nothing was moved.`;
  return `${moved} of ${members.length} applications were moved${abort === null ? '' : ' before it was aborted'}.`;
}
