import type { DBInstance } from '@aws-sdk/client-rds';
import { Unavailable } from '../domain/errors.ts';
import type { Region } from '../domain/region.ts';
import type { InstanceStatus } from '../ports/world.ts';
import { isNamed } from './errors.ts';

/**
 * What RDS calls the states of an instance, as far as a recovery tells them apart; every other one passes by itself.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html
 */
const STATES: Readonly<Record<string, InstanceStatus['state']>> = {
  available: 'available',
  // "Your DB instance is operational" in this one, for hours.
  'storage-optimization': 'available',
  'backing-up': 'backing-up',
  stopped: 'stopped',
  stopping: 'stopped',
};
/** States that RDS does not leave by itself, or only to be gone. */
const BROKEN =
  /^(failed|deleting|incompatible-.*|inaccessible-encryption-credentials.*|insufficient-capacity|restore-error|storage-full)$/;

/** Whether an instance is in a state that it does not leave by itself, or only to be gone. */
export const isBroken = ({ DBInstanceStatus = '' }: DBInstance): boolean => BROKEN.test(DBInstanceStatus);

/** An instance as RDS of its own Region tells it; a source in another Region is named by its ARN, one in the same by its identifier. */
export function statusOf(instance: DBInstance, own: Region): InstanceStatus {
  const { DBInstanceStatus = '', ReadReplicaSourceDBInstanceIdentifier: source = '' } = instance;
  const from = source.startsWith('arn:') ? (source.split(':')[3] ?? own) : own;
  return { state: STATES[DBInstanceStatus] ?? 'modifying', replicaOf: source === '' ? null : from };
}

/** Has something done to an instance; `Unavailable` with that sentence while its state forbids it, which passes. */
export async function orWait<T>(says: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isNamed(error, 'InvalidDBInstanceStateFault', 'InvalidDBInstanceState')) throw error;
    throw new Unavailable(says, { cause: error });
  }
}
