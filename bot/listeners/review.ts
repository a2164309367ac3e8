import { openReview } from '../review.ts';
import { openSetReview } from '../set-review.ts';
import { CarriedDecided, carried } from './carried.ts';
import type { OnClick } from './listener.ts';

/** *Review*: opens the facts of a run as of now, or those of a set. */
export const review: OnClick = async (platform, { by, value, open }) => {
  const asked = carried(CarriedDecided, value);
  await ('set' in asked ? openSetReview(platform, { ...asked, by, open }) : openReview(platform, { ...asked, by, open }));
  return null;
};
