import { aborted } from '../commands/abort.ts';
import { setAbortPreview } from '../commands/sets.ts';
import { CarriedDecided, carried } from './carried.ts';
import type { OnClick } from './listener.ts';

/** *Abort*: of a run after its confirmation; of a set it opens what that would undo, which no confirmation has room for. */
export const abort: OnClick = async (platform, { by, value, open }) => {
  const asked = carried(CarriedDecided, value);
  if (!('set' in asked)) return aborted(await platform.recovery.abort({ ...asked, by }));
  await open(await setAbortPreview(platform, asked.set));
  return null;
};
