import { type IncomingMessage, request as send } from 'node:http';

/** One HTTP request as it came, with its body read. */
export interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** One HTTP answer. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

/** Headers that belong to one connection, not to the message. */
const PER_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length']);

/** Sends a request on to another server as it came, `Host` included, because signatures cover it. */
export function forward({ method, path, headers, body }: Request, to: string): Promise<Reply> {
  const { hostname, port } = new URL(to);
  const own = Object.fromEntries(Object.entries(headers).filter(([name]) => !PER_HOP.has(name)));
  return new Promise((resolve, reject) => {
    const outgoing = send({ hostname, port, method, path, headers: { ...own, 'content-length': body.length } }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('error', reject);
      incoming.once('end', () => {
        const kept = Object.entries(incoming.headers).flatMap(([name, value]) =>
          PER_HOP.has(name) || value === undefined ? [] : [[name, value] as const],
        );
        resolve({ status: incoming.statusCode ?? 502, headers: Object.fromEntries(kept), body: Buffer.concat(chunks) });
      });
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

/** Reads a request to its end. */
export async function read(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  const { method = 'GET', url = '/', headers } = incoming;
  return { method, path: url, headers, body: Buffer.concat(chunks) };
}
