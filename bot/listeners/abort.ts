import { aborted } from '../commands/abort.ts';
import { setAborted } from '../commands/sets.ts';
import { CarriedDecided, carried } from './carried.ts';
import type { OnClick } from './listener.ts';

/** *Abort*, after its confirmation. */
export const abort: OnClick = async ({ recovery }, { by, value }) => {
  const asked = carried(CarriedDecided, value);
  return 'set' in asked
    ? setAborted(await recovery.sets.abort({ ...asked, by }))
    : aborted(await recovery.abort({ ...asked, by }));
};
