import type { ModalView } from '@slack/types';
import { Refused } from '../orchestrator/domain/errors.ts';
import type { Person } from '../orchestrator/domain/run.ts';
import type { RunView } from '../orchestrator/domain/run-view.ts';
import { explain } from './explain.ts';
import type { Platform } from './platform.ts';
import { notice } from './views/modals.ts';
import { denyModal, reviewModal } from './views/review-modal.ts';

/** A modal that was opened and can be drawn anew. */
export interface Opened {
  redraw(view: ModalView): Promise<void>;
}

/** Opens a modal for the person who pressed or typed; works once, within 3 s. */
export type Open = (view: ModalView) => Promise<Opened>;

/** Opens the review of a run. */
export const openReview = (
  platform: Platform,
  { run, by, open }: { readonly run: string; readonly by: Person; readonly open: Open },
): Promise<void> => openWhileLooking(platform, { title: `Review ${run}`, open, found: reviewOf(platform, run, by) });

/**
 * Opens a review while the facts of now are gathered, because Slack's trigger lives for 3 s and a Region that does not answer takes
 * its time; a refusal is said in the same window.
 */
export async function openWhileLooking(
  { log }: Pick<Platform, 'log'>,
  { title, open, found }: { readonly title: string; readonly open: Open; readonly found: Promise<ModalView> },
): Promise<void> {
  const shown = found.catch((error) => notice(title, [explain(error, log)]));
  const opened = await open(notice(title, ['Both Regions are being looked at. If this stays, close it and press Review again.']));
  await opened.redraw(await shown);
}

async function reviewOf({ recovery, plans }: Platform, run: string, by: Person): Promise<ModalView> {
  const review = await recovery.review(run, by);
  return reviewModal(review, plans[review.view.run.plan]);
}

/** Opens the question whether to deny a run's newest revision. */
export async function openDeny(
  { recovery, plans }: Platform,
  { run, open }: { readonly run: string; readonly open: Open },
): Promise<void> {
  const view = await recovery.view(run);
  if (!asksForApproval(view)) throw new Refused(`${run} does not ask for approval now, so there is nothing to deny.`);
  await open(denyModal(view, plans[view.run.plan]));
}

const asksForApproval = ({ questions }: RunView) =>
  questions.some(({ kind, outcome }) => kind === 'approval' && outcome === null);
