import type { DBInstance, DBSnapshot } from '@aws-sdk/client-rds';
import { RDS_PRICES } from '../rds-prices.ts';

const HOURS_A_DAY = 24;
/** A month has 730 hours, as in `npm run cost`. */
const DAYS_A_MONTH = 730 / HOURS_A_DAY;

/**
 * What gp3 includes where its speed can be asked for, from 400 GiB on; a smaller one has less, and no more:
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html
 */
const INCLUDED = { iops: 12_000, throughput: 500 } as const;

/** What an instance costs whether it is used or not, US dollars a day; null where the price of its class or its storage is not known. */
export function instancePerDay(instance: DBInstance): number | null {
  const prices: Readonly<Record<string, { readonly usd: number }>> = RDS_PRICES;
  const hour = prices[`rds.${instance.DBInstanceClass}`]?.usd;
  const storage = storagePerMonth(instance);
  if (hour === undefined || storage === null) return null;
  return (hour * HOURS_A_DAY + storage / DAYS_A_MONTH) * (instance.MultiAZ ? 2 : 1);
}

/** In one zone, with the speed that is asked for besides. */
function storagePerMonth({ StorageType, AllocatedStorage = 0, Iops = 0, StorageThroughput = 0 }: DBInstance): number | null {
  const priced = (price: keyof typeof RDS_PRICES, quantity: number): number => RDS_PRICES[price].usd * Math.max(0, quantity);
  switch (StorageType) {
    case 'gp2':
      return priced('rds.gp2', AllocatedStorage);
    case 'gp3':
      return (
        priced('rds.gp3', AllocatedStorage) +
        priced('rds.gp3-iops', Iops - INCLUDED.iops) +
        priced('rds.gp3-throughput', StorageThroughput - INCLUDED.throughput)
      );
    case 'io1':
      return priced('rds.io1', AllocatedStorage) + priced('rds.io1-iops', Iops);
    default:
      return null;
  }
}

/** What a snapshot costs at most, US dollars a day: AWS asks for what is stored, and tells only how large the database was. */
export const snapshotPerDay = ({ AllocatedStorage = 0 }: DBSnapshot): number =>
  (AllocatedStorage * RDS_PRICES['rds.backup'].usd) / DAYS_A_MONTH;
