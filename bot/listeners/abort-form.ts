import { Refused } from '../../orchestrator/domain/errors.ts';
import { aborted, abortPreview } from '../commands/abort.ts';
import { setAbortPreview } from '../commands/sets.ts';
import { parseRunId, parseSetId } from '../commands/typed.ts';
import { FIELD } from '../views/actions.ts';
import { notice } from '../views/modals.ts';
import { CarriedRun, carried } from './carried.ts';
import type { Form } from './listener.ts';

/** The submitted choice of a run or a set to abort: shows what that would undo. */
export const abortForm: Form = {
  refusedUnder: FIELD.run,
  async answer(platform, { by, field }) {
    const set = parseSetId(field(FIELD.run));
    if (set !== null) return { becomes: await setAbortPreview(platform, set) };
    const run = parseRunId(field(FIELD.run));
    if (run === null) throw new Refused('Choose a run.');
    const shown = await abortPreview(platform, run);
    return { becomes: shown ?? notice(run, [aborted(await platform.recovery.abort({ run, by })).text]) };
  },
};

/** The abort, after it was shown what it undoes. */
export const abortConfirmed: Form = {
  refusedUnder: null,
  async answer({ recovery }, { by, carries }) {
    const { run } = carried(CarriedRun, carries);
    return { becomes: notice(run, [aborted(await recovery.abort({ run, by })).text]) };
  },
};
