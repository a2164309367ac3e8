import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** The line between two Regions: forwards bytes with a delay each way, and can be cut, which loses what is under way. */
export interface Relay {
  readonly port: number;
  setConnected(connected: boolean): void;
  close(): Promise<void>;
}

/** Opens a line to the port on 127.0.0.1. */
export async function openRelay(target: number, delayMs: number): Promise<Relay> {
  const sockets = new Set<Socket>();
  let connected = true;

  const forward = (from: Socket, to: Socket): void => {
    sockets.add(from);
    const after = (act: () => void): void => void setTimeout(() => connected && act(), delayMs);
    from.on('data', (bytes) => connected && after(() => to.writable && to.write(bytes)));
    from.on('error', () => {});
    from.on('close', () => {
      sockets.delete(from);
      after(() => to.destroy());
    });
  };
  const server = createServer((near) => {
    if (!connected) {
      sockets.add(near.on('error', () => {}));
      return;
    }
    const far = connect(target, '127.0.0.1');
    forward(near.setNoDelay(), far.setNoDelay());
    forward(far, near);
  });
  const endAll = (): void => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The relay has no port.');
  return {
    port: address.port,
    setConnected: (now) => {
      // Bytes are missing from connections that were cut, so they end when the line is back.
      if (now && !connected) endAll();
      connected = now;
    },
    close: async () => {
      server.close();
      endAll();
      await once(server, 'close');
    },
  };
}
