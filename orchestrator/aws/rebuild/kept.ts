import { type DBInstance, type DBSnapshot, DescribeDBSnapshotsCommand } from '@aws-sdk/client-rds';
import type { Kept } from '../../domain/kept.ts';
import type { Region } from '../../domain/region.ts';
import type { Clients } from '../clients.ts';
import { askFor } from '../errors.ts';
import { everyPage } from '../every-page.ts';
import { listInstances } from '../instances.ts';
import { instancePerDay, snapshotPerDay } from './cost.ts';

/** What the name of everything that is kept of an instance begins with; a day follows. */
export const keptPrefix = (id: string): string => `${id}-old-`;
const isKept = (id: string, name = ''): boolean => new RegExp(`^${keptPrefix(id)}\\d{4}-\\d\\d-\\d\\d-`).test(name);
/** The name under which something of an instance is kept. */
export const keptName = (id: string, keptAs: string): string => `${id}-${keptAs}`;

/** The instances that were set aside of one, the one that was made last first. */
export async function instancesOf(clients: Pick<Clients, 'rds'>, region: Region, id: string): Promise<readonly DBInstance[]> {
  return (await listInstances(clients, region))
    .filter(({ DBInstanceIdentifier }) => isKept(id, DBInstanceIdentifier))
    .toSorted((one, other) => madeAt(other) - madeAt(one));
}

const madeAt = ({ InstanceCreateTime }: DBInstance): number => InstanceCreateTime?.getTime() ?? 0;

/** The snapshots that were made of an instance before it was set aside. */
export async function snapshotsOf({ rds }: Pick<Clients, 'rds'>, region: Region, id: string): Promise<readonly DBSnapshot[]> {
  const pages = await everyPage((after) =>
    askFor(`RDS in ${region}`, () => rds(region).send(new DescribeDBSnapshotsCommand({ SnapshotType: 'manual', ...after }))),
  );
  return pages
    .flatMap(({ DBSnapshots = [] }) => DBSnapshots)
    .filter(({ DBSnapshotIdentifier }) => isKept(id, DBSnapshotIdentifier));
}

/** A kept instance as the platform tells of it. */
export const keptInstance = (id: string, instance: DBInstance): Kept => ({
  ...naming(id, instance.DBInstanceIdentifier),
  kind: 'instance',
  isMade: instance.DBInstanceStatus === 'available',
  perDay: instancePerDay(instance),
});

/** A kept snapshot as the platform tells of it. */
export const keptSnapshot = (id: string, snapshot: DBSnapshot): Kept => ({
  ...naming(id, snapshot.DBSnapshotIdentifier),
  kind: 'snapshot',
  isMade: snapshot.Status === 'available',
  ...(snapshot.Status === 'failed' && { isBroken: true as const }),
  perDay: snapshotPerDay(snapshot),
});

const naming = (id: string, name = ''): Pick<Kept, 'name' | 'keptAs'> => ({ name, keptAs: name.slice(id.length + 1) });
