import { type Handler, readBody, sendJson } from '../network/listener.ts';
import type { Bucket } from './bucket.ts';

const OBJECTS = '/objects/';

/** Objects over HTTP: `PUT` and `GET /objects/<key>`. */
export function bucketApi(bucket: Bucket): Handler {
  return async (request, response) => {
    const path = request.url ?? '/';
    if (!path.startsWith(OBJECTS)) return sendJson(response, 404, { message: `There is no bucket at ${path}.` });
    const key = decodeURIComponent(path.slice(OBJECTS.length));
    if (request.method === 'PUT') {
      await bucket.put(key, await readBody(request), request.headers['x-copy'] !== undefined);
      return sendJson(response, 200, {});
    }
    const body = await bucket.get(key);
    if (body === null) return sendJson(response, 404, { message: `There is no object ${key}.` });
    response.writeHead(200).end(body);
  };
}
