import { openDeny } from '../review.ts';
import { openSetDeny } from '../set-review.ts';
import { CarriedDecided, carried } from './carried.ts';
import type { OnClick } from './listener.ts';

/** *Deny*: asks once more. */
export const deny: OnClick = async (platform, { value, open }) => {
  const asked = carried(CarriedDecided, value);
  await ('set' in asked ? openSetDeny(platform, { ...asked, open }) : openDeny(platform, { ...asked, open }));
  return null;
};
