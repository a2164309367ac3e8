import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A wire to DynamoDB that can lose answers: the request arrives and is carried out, and the caller never hears of it. */
export interface LossyWire {
  readonly url: string;
  /** Loses the next answer to that operation, such as `UpdateItem`, after something else has happened meanwhile. */
  loseNext(operation: string, meanwhile?: () => Promise<unknown>): void;
  /** How many answers were lost. */
  lost(): number;
  stop(): Promise<void>;
}

/** Lays a wire to `target` on a free loopback port. */
export async function layWire(target: string): Promise<LossyWire> {
  let next: { readonly operation: string; readonly meanwhile: () => Promise<unknown> } | null = null;
  let lost = 0;

  const pass = async (request: IncomingMessage, response: ServerResponse) => {
    const { method, headers } = request;
    const answer = await fetch(target, { method: method ?? 'POST', headers: wanted(headers), body: await buffer(request) });
    const body = new Uint8Array(await answer.arrayBuffer());
    if (next !== null && String(headers['x-amz-target']).endsWith(`.${next.operation}`)) {
      const { meanwhile } = next;
      next = null;
      lost += 1;
      await meanwhile();
      response.destroy();
      return;
    }
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(body);
  };

  const server = createServer((request, response) => void pass(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    loseNext: (operation, meanwhile = async () => {}) => {
      next = { operation, meanwhile };
    },
    lost: () => lost,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const wanted = (headers: IncomingMessage['headers']): Record<string, string> => {
  const names = ['authorization', 'content-type', 'x-amz-date', 'x-amz-target'];
  return Object.fromEntries(names.map((name) => [name, String(headers[name])]));
};
