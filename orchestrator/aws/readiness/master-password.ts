import type { Application, Config } from '../../config.ts';
import type { Move } from '../../domain/region.ts';
import type { Clients } from '../clients.ts';
import { databasePermissions } from '../database.ts';
import { sideOf } from '../deployment.ts';
import { findInstance } from '../instances.ts';
import type { Permission } from '../permissions.ts';
import { inBoth } from './in-both.ts';

/**
 * Instances that nothing can be replicated from, because RDS manages their master password.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
 */
export const managedPasswords = (
  config: Config,
  { database }: Application,
  clients: Pick<Clients, 'rds'>,
  move: Move,
): Promise<readonly string[]> =>
  inBoth(move, async (region) => {
    const id = database.instances[sideOf(config, region)];
    const instance = await findInstance(clients, region, id);
    if (instance?.MasterUserSecret === undefined) return [];
    return [
      `RDS manages the master password of ${id} in ${region}, so that it can have no replica: give it a password that is yours`,
    ];
  });

/** What looking at master passwords needs. */
export const masterPasswordPermissions: readonly Permission[] = databasePermissions.status;
