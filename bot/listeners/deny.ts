import { openDeny } from '../review.ts';
import { CarriedRun, carried } from './carried.ts';
import type { OnClick } from './listener.ts';

/** *Deny*: asks once more. */
export const deny: OnClick = async (platform, { value, open }) => {
  const { run } = carried(CarriedRun, value);
  await openDeny(platform, { run, open });
  return null;
};
