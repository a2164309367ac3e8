import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { FIELD } from '../views/actions.ts';
import { notice } from '../views/modals.ts';
import { phaseSays } from '../views/phases.ts';
import { CarriedVote, carried } from './carried.ts';
import type { Form } from './listener.ts';

/** The submitted review or denial: one vote, on the hash that the voter saw. */
export const voteForm: Form = {
  refusedUnder: FIELD.confirmation,
  async answer({ recovery }, { by, carries, field }) {
    const { run, hash, verdict } = carried(CarriedVote, carries);
    const confirmation = field(FIELD.confirmation).trim();
    const view = await recovery.vote({ run, hash, verdict, by, ...(verdict === 'approve' ? { confirmation } : {}) });
    const says = verdict === 'approve' ? `Your approval of ${run} is recorded.` : `Your denial of ${run} is recorded.`;
    return { becomes: notice(run, [says, stateOf(view)]) };
  },
};

function stateOf(view: RunView): string {
  const { headline, detail } = phaseSays(view);
  return `It is now ${headline}. ${detail}`;
}
