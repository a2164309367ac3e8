import type { DBInstance, DBSnapshot } from '@aws-sdk/client-rds';
import { RDS_PRICES } from '../rds-prices.ts';

const HOURS_A_DAY = 24;
/** A month has 730 hours, as in `npm run cost`. */
const DAYS_A_MONTH = 730 / HOURS_A_DAY;

/** What an instance costs whether it is used or not, US dollars a day; null where the price of its class is not known. */
export function instancePerDay({ DBInstanceClass = '', AllocatedStorage = 0, MultiAZ = false }: DBInstance): number | null {
  const prices: Readonly<Record<string, { readonly usd: number }>> = RDS_PRICES;
  const hour = prices[`rds.${DBInstanceClass}`]?.usd;
  if (hour === undefined) return null;
  const storage = (AllocatedStorage * RDS_PRICES['rds.gp3'].usd) / DAYS_A_MONTH;
  return (hour * HOURS_A_DAY + storage) * (MultiAZ ? 2 : 1);
}

/** What a snapshot costs at most, US dollars a day: AWS asks for what is stored, and tells only how large the database was. */
export const snapshotPerDay = ({ AllocatedStorage = 0 }: DBSnapshot): number =>
  (AllocatedStorage * RDS_PRICES['rds.backup'].usd) / DAYS_A_MONTH;
