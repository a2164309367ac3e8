import { CLICK, type Click, FORM } from '../views/actions.ts';
import { abort } from './abort.ts';
import { abortConfirmed, abortForm } from './abort-form.ts';
import { beginForm } from './begin-form.ts';
import { decide } from './decide.ts';
import { deny } from './deny.ts';
import type { Form, OnClick } from './listener.ts';
import { review } from './review.ts';
import { setAbortConfirmed, setVoteForm } from './set-forms.ts';
import { askFor, showPlan, showStatus } from './show.ts';
import { skip, skipping } from './skip.ts';
import { voteForm } from './vote-form.ts';

/** What answers each button. */
export const CLICKS: Readonly<Record<Click, OnClick>> = {
  [CLICK.review]: review,
  [CLICK.deny]: deny,
  [CLICK.abort]: abort,
  [CLICK.retry]: decide('retry'),
  [CLICK.skip]: skip,
  [CLICK.rollBack]: decide('roll-back'),
  [CLICK.stop]: decide('stop'),
  [CLICK.showStatus]: showStatus,
  [CLICK.showPlan]: showPlan,
  [CLICK.askFailover]: askFor('failover'),
  [CLICK.askSwitchover]: askFor('switchover'),
  [CLICK.askReprotect]: askFor('reprotect'),
  [CLICK.askFailback]: askFor('failback'),
};

/** What answers each form that can be submitted. */
export const FORMS: Readonly<Record<string, Form>> = {
  [FORM.vote]: voteForm,
  [FORM.setVote]: setVoteForm,
  [FORM.setAbort]: setAbortConfirmed,
  [FORM.begin]: beginForm,
  [FORM.abort]: abortForm,
  [FORM.abortConfirm]: abortConfirmed,
  [FORM.skip]: skipping,
};
