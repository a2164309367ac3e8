import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Resolved, Resolver } from '../dns/resolver.ts';
import { call, keepAlive } from '../network/call.ts';
import type { Acknowledged } from './ledger.ts';
import type { UserOptions } from './options.ts';

/** What a user does with the outcome of a write. */
export interface Notebook {
  acknowledged(write: Acknowledged): void;
  failed(): void;
}

/** What a user waits for after a write that failed, on average, ms: people and their clients do not try again at once. */
const RETRY_MS = 250;

/** One user: looks the domain up, keeps the answer for its TTL, and places one order after another until told to stop. */
export async function useApplication(
  options: UserOptions,
  resolver: Resolver,
  notes: Notebook,
  isOver: () => boolean,
): Promise<void> {
  const { domain, routes, thinkMs, patienceMs } = options;
  const agent = keepAlive(1);
  const name = `user-${randomUUID().slice(0, 8)}`;
  let known: Resolved | undefined;
  let knownUntil = 0;

  const lookUp = async (): Promise<Resolved> => {
    if (known === undefined || Date.now() >= knownUntil) {
      known = await resolver.resolve(domain);
      knownUntil = Date.now() + known.ttlMs;
    }
    return known;
  };
  const placeOrder = async (): Promise<Acknowledged> => {
    const { address } = await lookUp();
    const port = routes[address];
    if (port === undefined) throw new Error(`${address} leads nowhere.`);
    const id = randomUUID();
    const { status, headers } = await call(`http://127.0.0.1:${port}/api/orders`, {
      method: 'POST',
      headers: { host: domain },
      body: { id, customer: name },
      timeoutMs: patienceMs,
      agent,
    });
    if (status !== 201) throw new Error(`The application answered ${status}.`);
    return { id, region: String(headers['x-region']), at: Date.now() };
  };
  await sleep(Math.random() * thinkMs);
  while (!isOver()) {
    const pauseMs = await placeOrder().then(
      (write) => {
        notes.acknowledged(write);
        return thinkMs;
      },
      () => {
        notes.failed();
        return Math.max(thinkMs, RETRY_MS);
      },
    );
    await sleep(pauseMs * (0.5 + Math.random()));
  }
  agent.destroy();
}
