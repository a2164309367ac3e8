import { type DBInstance, DescribeDBInstancesCommand } from '@aws-sdk/client-rds';
import type { Region } from '../domain/region.ts';
import type { Clients } from './clients.ts';
import { askFor, unless } from './errors.ts';
import { everyPage } from './every-page.ts';

/** The instance of that name; null where there is none. */
export async function findInstance({ rds }: Pick<Clients, 'rds'>, region: Region, id: string): Promise<DBInstance | null> {
  const command = new DescribeDBInstancesCommand({ DBInstanceIdentifier: id });
  const { DBInstances = [] } = await unless(['DBInstanceNotFound', 'DBInstanceNotFoundFault'], { DBInstances: [] }, () =>
    askFor(`The database ${id} in ${region}`, () => rds(region).send(command)),
  );
  return DBInstances[0] ?? null;
}

/** Every instance of a Region. */
export async function listInstances({ rds }: Pick<Clients, 'rds'>, region: Region): Promise<readonly DBInstance[]> {
  const pages = await everyPage((after) =>
    askFor(`RDS in ${region}`, () => rds(region).send(new DescribeDBInstancesCommand(after))),
  );
  return pages.flatMap(({ DBInstances = [] }) => DBInstances);
}
