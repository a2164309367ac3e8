import { randomUUID } from 'node:crypto';
import type { Region } from '../../../orchestrator/domain/region.ts';
import type { Cloud } from '../cloud/cloud.ts';

/** An order of a user, written to the database of a Region past everything of the platform; answers its key. */
export async function placeOrder({ world, application }: Cloud, region: Region): Promise<string> {
  const [writer = ''] = application.database.writers;
  const session = await world().judge.connect(region, writer);
  const id = `order-${randomUUID()}`;
  await session.query('insert into orders (id, customer) values ($1, $2)', [id, 'a user']);
  await session.end();
  return id;
}

/** Whether the database of a Region has the order. */
export const hasOrder = async ({ world }: Cloud, region: Region, id: string): Promise<boolean> =>
  (await world().judge.ids(region))?.has(id) === true;
