import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports systems give to outgoing connections, so that a Region that was killed gets its own back. */
const PORTS: { readonly lowest: number; readonly highest: number } = { lowest: 15_000, highest: 31_999 };

/** A free TCP port on 127.0.0.1 that no process of a lab has been given before, as long as that process lives. */
export async function freePort({ lowest, highest } = PORTS): Promise<number> {
  for (;;) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    if ((await isMine(port)) && (await isFree(port))) return port;
  }
}

/** What is given is taken only a while later: until then UDP's port of that number, which nobody uses, tells others that it is. */
async function isMine(port: number): Promise<boolean> {
  const socket = createSocket('udp4').unref();
  const bound = once(socket, 'listening').then(
    () => true,
    () => {
      socket.close();
      return false;
    },
  );
  socket.bind({ port, address: '127.0.0.1', exclusive: true });
  return bound;
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
