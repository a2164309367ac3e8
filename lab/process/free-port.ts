import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports systems give to outgoing connections, so that a Region that was killed gets its own back. */
const LOWEST = 15_000;
const HIGHEST = 31_999;
const given = new Set<number>();

/** A free TCP port on 127.0.0.1 that this process has not given before. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const listening = once(server, 'listening').then(
    () => true,
    () => false,
  );
  server.listen(port, '127.0.0.1');
  const free = await listening;
  if (free) {
    server.close();
    await once(server, 'close');
  }
  return free;
}
