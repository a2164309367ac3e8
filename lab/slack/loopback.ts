import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';

/** A server that only this machine reaches. */
export interface Loopback {
  readonly port: number;
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves `fetch` on 127.0.0.1; port 0 takes a free one. Stopping ends connections that are still open. */
export async function listenOnLoopback(fetch: (request: Request) => Response | Promise<Response>, port = 0): Promise<Loopback> {
  const server = createServer(getRequestListener(fetch));
  await listening(server, port);
  const bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    url: `http://127.0.0.1:${bound}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
