import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Bot } from './app.ts';
import { MAX_BODY_BYTES } from './front.ts';

/** A server that is listening. */
export interface Listening {
  readonly port: number;
  stop(): Promise<void>;
}

const PATH = '/slack/events';
/** A request that dribbles in is cut off: Slack has given up on it after 3 s. */
const REQUEST_TIMEOUT_MS = 5_000;

/** Serves the bot on 127.0.0.1; port 0 is any free one. */
export async function startServer(bot: Bot, port: number): Promise<Listening> {
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: 1_000 }, (request, response) => {
    void answer(bot, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(bot: Bot, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url !== PATH) return end(response, 404, 'There is nothing here.');
  if (request.method !== 'POST') return end(response, 405, 'Slack posts here.');
  const body = await readBytes(request);
  if (body === null) return;
  const { status, headers, body: says } = await bot.handle({ headers: flat(request), body });
  response.writeHead(status, headers).end(says);
}

/** At most one byte more than the front looks at, so that it is the front that refuses; null when the sender went away. */
async function readBytes(request: IncomingMessage): Promise<Uint8Array | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      const room = MAX_BODY_BYTES + 1 - size;
      if (room > 0) chunks.push(chunk.subarray(0, room));
      size += chunk.byteLength;
    }
  } catch {
    return null;
  }
  return Buffer.concat(chunks);
}

function flat({ headers }: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
  );
}

function end(response: ServerResponse, status: number, says: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(says);
}
