import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { RDS_PRICES } from '../../orchestrator/aws/rds-prices.ts';

const Price = z.strictObject({
  /** US dollars, before taxes and free tiers. */
  usd: z.number().positive(),
  /** What one of it is. */
  per: z.string().min(1),
  source: z.url({ protocol: /^https$/ }),
  /** The day it was last read there; null where nobody could, so that it is from general knowledge. */
  seen: z.iso.date().nullable(),
  note: z.string().optional(),
});

/** List prices on demand, as they were known on `date` in every Region of `regions`. */
export const PriceList = z.strictObject({
  date: z.iso.date(),
  regions: z.array(z.string()).min(1),
  prices: z.record(z.string(), Price),
});
export type PriceList = z.infer<typeof PriceList>;

/** Reads the price list of this repository: what the platform has to know at work is kept with the platform. */
export function readPrices(): PriceList {
  const list = PriceList.parse(JSON.parse(readFileSync(new URL('./prices.json', import.meta.url), 'utf8')));
  return PriceList.parse({ ...list, prices: { ...list.prices, ...RDS_PRICES } });
}
