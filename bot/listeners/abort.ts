import { aborted } from '../commands/abort.ts';
import { CarriedRun, carried } from './carried.ts';
import type { OnClick } from './listener.ts';

/** *Abort*, after its confirmation. */
export const abort: OnClick = async ({ recovery }, { by, value }) => {
  const { run } = carried(CarriedRun, value);
  return aborted(await recovery.abort({ run, by }));
};
