import { openReview } from '../review.ts';
import { CarriedRun, carried } from './carried.ts';
import type { OnClick } from './listener.ts';

/** *Review*: opens the facts as of now. */
export const review: OnClick = async (platform, { by, value, open }) => {
  const { run } = carried(CarriedRun, value);
  await openReview(platform, { run, by, open });
  return null;
};
