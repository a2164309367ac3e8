/** Action ids of the buttons that views draw and listeners answer. */
export const CLICK = {
  review: 'review',
  deny: 'deny',
  abort: 'abort',
  retry: 'retry',
  skip: 'skip',
  rollBack: 'roll-back',
  stop: 'stop',
  showStatus: 'show-status',
  showPlan: 'show-plan',
  askFailover: 'ask-failover',
  askSwitchover: 'ask-switchover',
  askReprotect: 'ask-reprotect',
  askFailback: 'ask-failback',
} as const;
/** The action id of one of our buttons. */
export type Click = (typeof CLICK)[keyof typeof CLICK];

/** Callback ids of the modals. */
export const FORM = {
  vote: 'vote',
  setVote: 'set-vote',
  setAbort: 'set-abort',
  begin: 'begin',
  abort: 'abort-run',
  abortConfirm: 'abort-confirm',
  skip: 'skip-step',
  notice: 'notice',
} as const;

/** Block ids of inputs; the element inside has the same name as its action id. */
export const FIELD = { confirmation: 'confirmation', application: 'application', reason: 'reason', run: 'run' } as const;
