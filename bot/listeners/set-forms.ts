import { setAborted } from '../commands/sets.ts';
import { FIELD } from '../views/actions.ts';
import { notice } from '../views/modals.ts';
import { setSays } from '../views/set-lines.ts';
import { CarriedSet, CarriedSetVote, carried } from './carried.ts';
import type { Form } from './listener.ts';

/** The submitted review or denial of a set: one vote on all, on the hash that the voter saw. */
export const setVoteForm: Form = {
  refusedUnder: FIELD.confirmation,
  async answer({ recovery }, { by, carries, field }) {
    const { set, hash, verdict } = carried(CarriedSetVote, carries);
    const confirmation = field(FIELD.confirmation).trim();
    const view = await recovery.sets.vote({ set, hash, verdict, by, ...(verdict === 'approve' ? { confirmation } : {}) });
    const { headline, detail } = setSays(view);
    const says = verdict === 'approve' ? `Your approval of ${set} is recorded.` : `Your denial of ${set} is recorded.`;
    return { becomes: notice(set, [says, `It is now ${headline}. ${detail}`]) };
  },
};

/** The abort of a set, after it was shown what it does. */
export const setAbortConfirmed: Form = {
  refusedUnder: null,
  async answer({ recovery }, { by, carries }) {
    const { set } = carried(CarriedSet, carries);
    return { becomes: notice(set, [setAborted(await recovery.sets.abort({ set, by })).text]) };
  },
};
