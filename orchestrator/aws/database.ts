import { type DBInstance, DescribeDBInstancesCommand, PromoteReadReplicaCommand } from '@aws-sdk/client-rds';
import type { Application, Config } from '../config.ts';
import { Refused, Unavailable } from '../domain/errors.ts';
import type { Region } from '../domain/region.ts';
import type { Database, InstanceStatus } from '../ports/world.ts';
import type { Clients } from './clients.ts';
import { arnsInBoth, sideOf } from './deployment.ts';
import { askFor, isNamed } from './errors.ts';
import type { Permission, PermissionsOf } from './permissions.ts';

/** Days that automated backups are kept after a promotion, at least: RDS would set 1, and without any nothing can replicate from it. */
const BACKUP_DAYS = 7;

/**
 * What RDS calls the states of an instance, as far as a recovery tells them apart; every other one passes by itself.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html
 */
export const STATES: Readonly<Record<string, InstanceStatus['state']>> = {
  available: 'available',
  // "Your DB instance is operational" in this one, for hours.
  'storage-optimization': 'available',
  'backing-up': 'backing-up',
  stopped: 'stopped',
  stopping: 'stopped',
};
/** States that RDS does not leave by itself, or only to be gone. */
export const BROKEN =
  /^(failed|deleting|incompatible-.*|inaccessible-encryption-credentials.*|insufficient-capacity|restore-error|storage-full)$/;

/** The application's RDS instances. */
export function rdsDatabase(config: Config, application: Application, clients: Pick<Clients, 'rds'>): Database {
  const name = (region: Region): string => application.database.instances[sideOf(config, region)];

  const look = async (region: Region): Promise<DBInstance & InstanceStatus> => {
    const id = name(region);
    const { DBInstances = [] } = await askFor(`The database ${id} in ${region}`, () =>
      clients.rds(region).send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: id })),
    );
    const [instance] = DBInstances;
    if (instance === undefined) throw new Refused(`RDS in ${region} has no instance ${id}.`);
    return { ...instance, ...statusOf(instance, id, region) };
  };

  return {
    status: async (region) => {
      const { state, replicaOf } = await look(region);
      return { state, replicaOf };
    },
    /**
     * "A read replica cannot be promoted to a standalone instance when it is in the backing-up status", and one that is
     * being modified may be in a promotion already: both are waits.
     * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_PromoteReadReplica.html
     */
    promote: async (region) => {
      const { state, replicaOf, BackupRetentionPeriod = 0 } = await look(region);
      const id = name(region);
      if (replicaOf === null || state === 'modifying') return;
      if (state === 'backing-up') throw new Unavailable(`The database ${id} in ${region} is being backed up.`);
      if (state === 'stopped') throw new Refused(`The database ${id} in ${region} is stopped: start it, then retry.`);
      const days = Math.max(BACKUP_DAYS, BackupRetentionPeriod);
      const command = new PromoteReadReplicaCommand({ DBInstanceIdentifier: id, BackupRetentionPeriod: days });
      await orWait(id, region, () => askFor(`The promotion of ${id} in ${region}`, () => clients.rds(region).send(command)));
    },
  };
}

/** Between the look and the promotion a backup, or another delivery's promotion, may have begun. */
async function orWait(id: string, region: Region, promote: () => Promise<unknown>): Promise<void> {
  try {
    await promote();
  } catch (error) {
    if (!isNamed(error, 'InvalidDBInstanceStateFault', 'InvalidDBInstanceState')) throw error;
    throw new Unavailable(`The database ${id} in ${region} cannot be promoted in the state it is in.`, { cause: error });
  }
}

function statusOf({ DBInstanceStatus = '', ...instance }: DBInstance, id: string, region: Region): InstanceStatus {
  if (BROKEN.test(DBInstanceStatus)) throw new Refused(`The database ${id} in ${region} is ${DBInstanceStatus}.`);
  const source = instance.ReadReplicaSourceDBInstanceIdentifier || null;
  return { state: STATES[DBInstanceStatus] ?? 'modifying', replicaOf: source && sourceRegionOf(source, region) };
}

/** A source in another Region is named by its ARN, one in the same Region by its identifier. */
export const sourceRegionOf = (source: string, own: Region): Region =>
  source.startsWith('arn:') ? (source.split(':')[3] ?? own) : own;

const allowed = (...actions: readonly string[]): Permission => ({
  actions,
  resources: (config, { database }) => arnsInBoth(config, 'rds', (side) => `db:${database.instances[side]}`),
});

/** What the database's methods need. */
export const databasePermissions: PermissionsOf<Database> = {
  status: [allowed('rds:DescribeDBInstances')],
  promote: [allowed('rds:DescribeDBInstances', 'rds:PromoteReadReplica')],
};
