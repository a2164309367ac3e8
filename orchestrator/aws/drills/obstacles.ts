import type { DBInstance } from '@aws-sdk/client-rds';
import { GROUP_TAG } from './names.ts';

/** How long before its daily backup an instance is not copied any more: a snapshot of its own would run into it. */
const BEFORE_MS = 30 * 60_000;
const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/** Sentences: why no copy of an instance can be had now (epoch ms), or from its backups, where the time is null. */
export function* obstaclesOf(instance: DBInstance, region: string, now: number | null): Iterable<string> {
  const { DBInstanceIdentifier: id, TagList = [], BackupRetentionPeriod = 0, PreferredBackupWindow: window } = instance;
  if (!TagList.some(({ Key }) => Key === GROUP_TAG)) {
    yield `${id} in ${region} has no tag ${GROUP_TAG}, which names the security group of its copies`;
  }
  if (BackupRetentionPeriod === 0) yield `${id} in ${region} has no automated backups, which any copy of it takes`;
  if (now !== null && window !== undefined && isNear(window, now)) {
    yield `the daily backup of ${id} in ${region} is between ${window} UTC: ask again afterwards`;
  }
}

/** Whether a window such as `03:00-03:30`, in UTC, is open or about to be. */
export function isNear(window: string, now: number): boolean {
  const [from = 0, to = 0] = window.split('-').map(minuteOf);
  const minute = Math.floor(now / MINUTE_MS) % DAY_MINUTES;
  const begins = from - BEFORE_MS / MINUTE_MS;
  const length = (to - begins + 2 * DAY_MINUTES) % DAY_MINUTES;
  return (minute - begins + 2 * DAY_MINUTES) % DAY_MINUTES < length;
}

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
