import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Certificates } from './certificates.ts';

/** A port on 127.0.0.1 behind which something else is. */
export interface Door {
  readonly port: number;
  close(): Promise<void>;
}

/** Opens a port that ends TLS and passes on to a plain port, which may change from connection to connection. */
export function openTlsDoor(certificates: Certificates, to: () => number): Promise<Door> {
  return openDoor(
    createTlsServer(certificates, (socket) => passOn(socket, connect(to(), '127.0.0.1'))),
    'secureConnection',
  );
}

/** Opens a port on which every connection is handled by the function. */
export function openPlainDoor(handle: (socket: Socket) => void): Promise<Door> {
  return openDoor(createServer(handle), 'connection');
}

/** Joins two connections: what ends or breaks on one side does on the other. */
export function passOn(one: Socket, other: Socket): void {
  one.pipe(other);
  other.pipe(one);
  one.on('error', () => other.destroy());
  other.on('error', () => one.destroy());
  one.on('close', () => other.destroy());
  other.on('close', () => one.destroy());
}

async function openDoor(server: Server, event: 'connection' | 'secureConnection'): Promise<Door> {
  const sockets = new Set<Socket>();
  server.on(event, (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The door has no port.');
  return {
    port: address.port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
