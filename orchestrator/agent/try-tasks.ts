import { randomUUID } from 'node:crypto';
import { Unavailable } from '../domain/errors.ts';
import type { Door } from './request.ts';

/** Tasks to be tried: what is read, and where an order is placed and read back. */
export interface Doors {
  readonly reads: readonly Door[];
  readonly writes: Door;
}

/** Within a network an answer takes milliseconds; three in a row have to fit into the agent's time. */
const PATIENCE_MS = 2_000;

/** Reads and writes as a user would, but past every load balancer. `Unavailable` where a task does not answer. */
export async function tryTasks({ reads, writes }: Doors): Promise<{ readonly readOk: boolean; readonly writeOk: boolean }> {
  const id = `probe-${randomUUID()}`;
  const [read, placed] = await Promise.all([
    Promise.all(reads.map((door) => send(door))),
    send(writes, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id, customer: 'probe' }),
    }),
  ]);
  const writeOk = placed === 201 && (await send({ ...writes, path: `${writes.path}/${id}` })) === 200;
  return { readOk: read.every((status) => status === 200), writeOk };
}

/** The status of the answer. */
async function send({ address, port, path }: Door, init: RequestInit = {}): Promise<number> {
  try {
    const answer = await fetch(`http://${address}:${port}${path}`, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
    await answer.arrayBuffer();
    return answer.status;
  } catch (error) {
    throw new Unavailable(`The task at ${address}:${port} does not answer.`, { cause: error });
  }
}
