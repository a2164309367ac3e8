import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { text } from 'node:stream/consumers';

/** A user gives up sooner; what is slower than this does not work. */
const PATIENCE_MS = 3_000;

/** What came back from a load balancer. */
export interface Reply {
  readonly status: number;
  /** The Region that served it, from the header `x-region`; null when nothing behind the load balancer answered. */
  readonly region: string | null;
}

/** A request other than a plain GET. */
export interface Sent {
  readonly method: 'POST';
  readonly body: object;
}

/**
 * Sends requests to a load balancer as if DNS had led there: `domain` is the Host, and the name its certificate has to be for.
 * Rejects when there is no whole answer in time, and never because of a status.
 */
export function openPath(to: URL, domain: string): (path: string, sent?: Sent) => Promise<Reply> {
  const request = to.protocol === 'https:' ? requestHttps : requestHttp;
  return async (path, sent) => {
    const body = sent === undefined ? '' : JSON.stringify(sent.body);
    const options = {
      host: to.hostname,
      port: to.port,
      servername: domain,
      path,
      method: sent?.method ?? 'GET',
      headers: { host: domain, ...(sent && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }) },
      agent: false,
      signal: AbortSignal.timeout(PATIENCE_MS),
    } as const;
    return new Promise((resolve, reject) => {
      const out = request(options, (response) => {
        const { statusCode: status = 0, headers } = response;
        const region = headers['x-region'];
        text(response).then(() => resolve({ status, region: typeof region === 'string' ? region : null }), reject);
      });
      out.on('error', (error) => reject(error.name === 'AbortError' ? new Error(`no answer within ${PATIENCE_MS} ms`) : error));
      out.end(body);
    });
  };
}
