import { randomUUID } from 'node:crypto';
import type { ProbeReading } from '../../orchestrator/ports/world.ts';
import type { Call, Reply } from './call.ts';

/** Sends a request to the sample application, wherever it runs. */
export type Send = (path: string, request?: Pick<Call, 'method' | 'body'>) => Promise<Reply>;

/** What of the sample application works, and everything that it answered to find out. */
export interface Tried extends Pick<ProbeReading, 'readOk' | 'writeOk'> {
  readonly placed: Reply;
}

/** Reads the pages of the sample application and places an order, as a user would. */
export async function readAndWrite(send: Send): Promise<Tried> {
  const id = `probe-${randomUUID()}`;
  const [page, orders, placed] = await Promise.all([
    send('/'),
    send('/api/orders'),
    send('/api/orders', { method: 'POST', body: { id, customer: 'probe' } }),
  ]);
  const writeOk = placed.status === 201 && (await send(`/api/orders/${id}`)).status === 200;
  return { readOk: page.status === 200 && orders.status === 200, writeOk, placed };
}
