import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Answers one request. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** An HTTP endpoint on 127.0.0.1 that can be made unreachable: then it stays silent, as a network that drops packets. */
export interface Listener {
  readonly port: number;
  /** Makes it silent, or reachable again; what was asked meanwhile is never answered. */
  setReachable(reachable: boolean): void;
  close(): Promise<void>;
}

/** Opens an endpoint; `port` 0 takes a free one. */
export async function listen(port: number, handler: Handler): Promise<Listener> {
  const sockets = new Set<Socket>();
  let reachable = true;
  const answer = answerWith(handler);
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    if (reachable) answer(request, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The endpoint has no port.');
  return {
    port: address.port,
    setReachable: (now) => {
      if (now && !reachable) cut();
      reachable = now;
    },
    close: async () => {
      server.close();
      cut();
      await once(server, 'close');
    },
  };
}

/** Answers requests with a handler; one that throws is a 500, or a connection that ends where an answer had begun. */
export function answerWith(handler: Handler): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    void (async () => handler(request, response))().catch((error: unknown) => {
      if (response.headersSent) return void response.destroy();
      sendJson(response, 500, { error: 'Error', message: error instanceof Error ? error.message : String(error) });
    });
  };
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Reads a request's body as text, at most 1 MB. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > 1_000_000) throw new Error('The request is larger than 1 MB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
