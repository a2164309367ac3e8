import type { ModalView } from '@slack/types';
import { Refused } from '../orchestrator/domain/errors.ts';
import type { Person } from '../orchestrator/domain/run.ts';
import type { SetView } from '../orchestrator/domain/set-view.ts';
import type { Platform } from './platform.ts';
import { type Open, openWhileLooking } from './review.ts';
import { setDenyModal, setReviewModal } from './views/set-modals.ts';

interface Asked {
  readonly set: string;
  readonly open: Open;
}

/** Opens the review of a set, with the facts that its approval binds to and what has changed since. */
export const openSetReview = (platform: Platform, { set, by, open }: Asked & { readonly by: Person }): Promise<void> =>
  openWhileLooking(platform, { title: `Review ${set}`, open, found: reviewOf(platform, set, by) });

async function reviewOf({ recovery, plans }: Platform, set: string, by: Person): Promise<ModalView> {
  const review = await recovery.sets.review(set, by);
  asking(review.view);
  return setReviewModal(review, plans[review.view.set.plan], (id) => recovery.application(id));
}

/** Opens the question whether to deny a set. */
export async function openSetDeny({ recovery, plans }: Platform, { set, open }: Asked): Promise<void> {
  const view = asking(await recovery.sets.view(set));
  await open(setDenyModal(view, plans[view.set.plan]));
}

function asking(view: SetView): SetView {
  const { set, question, closed } = view;
  if (question !== null && question.outcome === null && closed === null) return view;
  throw new Refused(`${set.id} does not ask for approval now. /dr status ${set.id} says how far it is.`);
}
