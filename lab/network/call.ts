import { Agent, request } from 'node:http';

/** What came back from an HTTP endpoint. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** A request, and how long it may take altogether. */
export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly timeoutMs: number;
  readonly agent?: Agent;
}

/** Connections that are kept open between calls. */
export const keepAlive = (sockets = 16): Agent => new Agent({ keepAlive: true, maxSockets: sockets });

const shared = keepAlive();

/** Makes one HTTP request; rejects when there is no whole answer in time, and never because of a status. */
export function call(url: string | URL, { method = 'GET', headers = {}, body, timeoutMs, agent = shared }: Call): Promise<Reply> {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const withBody = text === '' ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, agent, headers: { ...headers, ...withBody } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', fail);
      response.on('end', () => {
        clearTimeout(timer);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString('utf8') });
      });
    });
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(error);
    };
    const timer = setTimeout(() => sent.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    sent.on('error', fail);
    sent.end(text);
  });
}
