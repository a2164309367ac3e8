import { openDeny } from '../review.ts';
import { CarriedBallot, carried } from './carried.ts';
import type { OnClick } from './listener.ts';

/** *Deny*: asks once more. */
export const deny: OnClick = async (platform, { value, open }) => {
  const { run } = carried(CarriedBallot, value);
  await openDeny(platform, { run, open });
  return null;
};
