import type { Result } from '../../orchestrator/domain/run.ts';
import type { RunPhase, RunView } from '../../orchestrator/domain/run-view.ts';
import { doneSays } from './open-fence.ts';
import { spoken } from './people.ts';
import { count, mention } from './text.ts';

interface Says {
  /** A few words. */
  readonly headline: string;
  /** One sentence of mrkdwn. */
  readonly detail: string;
}

const RESULTS: Readonly<Record<Result, string>> = {
  succeeded: 'done',
  denied: 'denied',
  expired: 'expired',
  aborted: 'aborted',
  'rolled-back': 'rolled back',
  stopped: 'stopped',
  blocked: 'blocked',
  superseded: 'superseded',
};

/** What a run is doing, in words that claim no more than its journal. */
export function phaseSays(view: RunView): Says {
  if (view.closed !== null) return { headline: RESULTS[view.closed.result], detail: spoken(view.closed.says, view) };
  return stoppingSays(view) ?? approvedSays(view) ?? { headline: HEADLINES[view.phase], detail: detailOf(view) };
}

/** A run that somebody chose to stop, until it is closed or asks again; null for others. */
function stoppingSays({ phase, questions, pointOfNoReturnAt }: RunView): Says | null {
  const stop = questions.findLast(({ outcome }) => outcome === 'stop');
  if (stop === undefined || phase === 'waiting-for-decision') return null;
  const by = stop.decidedBy === null ? '' : ` by ${mention(stop.decidedBy)}`;
  const then = `${pointOfNoReturnAt === null ? 'Nothing' : 'It is past the point of no return, so nothing'} is undone; its end says what is left to do.`;
  return { headline: 'stopping', detail: `Stopped${by}. ${then}` };
}

const HEADLINES: Readonly<Record<RunPhase, string>> = {
  preparing: 'preparing',
  'waiting-for-approval': 'waiting for approval',
  executing: 'executing',
  'waiting-for-decision': 'waiting for a person',
  undoing: 'undoing',
  closed: 'closed',
};

/** A run that is approved and of which nothing has begun yet; null for others. */
function approvedSays({ phase, rows, approvedAt }: RunView): Says | null {
  const hasBegun = rows.some(({ startedAt }) => startedAt !== null && approvedAt !== null && startedAt >= approvedAt);
  return phase !== 'executing' || hasBegun ? null : { headline: 'approved', detail: 'It starts now; nothing has moved yet.' };
}

function detailOf(view: RunView): string {
  const { phase, questions, abort, rollBack, pointOfNoReturnAt } = view;
  switch (phase) {
    case 'preparing':
      return 'Both Regions are being looked at. Nothing has moved.';
    case 'waiting-for-approval': {
      const open = questions.find(({ outcome, kind }) => outcome === null && kind === 'approval');
      const votes = open?.votes.filter(({ verdict }) => verdict === 'approve').length ?? 0;
      return `${votes} of ${count(open?.needed ?? 0, 'approval')}. Nothing has moved.`;
    }
    case 'waiting-for-decision':
      return `A step has failed${pointOfNoReturnAt === null ? '' : ', past the point of no return'}. Choose what happens.`;
    case 'undoing':
      if (rollBack !== null)
        return `Rolled back by ${mention(rollBack.by)}. ${spoken(rollBack.why, view)} What was done is being undone.`;
      return `Aborted${abort === null ? '' : ` by ${mention(abort.by)}`}. What was done is being undone.`;
    default:
      return `${doneSays(view)}${pointOfNoReturnAt === null ? '' : ', past the point of no return'}.`;
  }
}
