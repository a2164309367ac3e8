import { type DBInstance, DescribeDBInstancesCommand, PromoteReadReplicaCommand } from '@aws-sdk/client-rds';
import type { Application, Config } from '../config.ts';
import { Refused, Unavailable } from '../domain/errors.ts';
import type { Region } from '../domain/region.ts';
import type { Database, InstanceStatus } from '../ports/world.ts';
import type { Clients } from './clients.ts';
import { arnsInBoth, sideOf } from './deployment.ts';
import { askFor } from './errors.ts';
import { isBroken, orWait, statusOf } from './instance-status.ts';
import type { Permission, PermissionsOf } from './permissions.ts';

/** Days that automated backups are kept after a promotion, at least: RDS would set 1, and without any nothing can replicate from it. */
const BACKUP_DAYS = 7;

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
    if (isBroken(instance)) throw new Refused(`The database ${id} in ${region} is ${instance.DBInstanceStatus}.`);
    return { ...instance, ...statusOf(instance, region) };
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
      // Between the look and the promotion a backup, or another delivery's promotion, may have begun.
      const busy = `The database ${id} in ${region} cannot be promoted in the state it is in.`;
      await orWait(busy, () => askFor(`The promotion of ${id} in ${region}`, () => clients.rds(region).send(command)));
    },
  };
}

const allowed = (...actions: readonly string[]): Permission => ({
  actions,
  resources: (config, { database }) => arnsInBoth(config, 'rds', (side) => `db:${database.instances[side]}`),
});

/** What the database's methods need. */
export const databasePermissions: PermissionsOf<Database> = {
  status: [allowed('rds:DescribeDBInstances')],
  promote: [allowed('rds:DescribeDBInstances', 'rds:PromoteReadReplica')],
};
