import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Handler, type Listener, listen, readBody, sendJson } from '../network/listener.ts';

/** A bucket with one object that says "users go to the DR Region". Anyone may read it; it outlives its process. */
export interface FlagBucket extends Listener {
  isPresent(): Promise<boolean>;
  /** While frozen it answers reads and refuses changes. */
  setFrozen(frozen: boolean): void;
}

/** Opens the bucket in its folder. */
export async function openFlagBucket(folder: string, port: number): Promise<FlagBucket> {
  const file = join(folder, 'flag.json');
  let frozen = false;
  const read = (): Promise<string | null> => readFile(file, 'utf8').catch(() => null);
  const handler: Handler = async (request, response) => {
    if (request.method === 'GET' || request.method === 'HEAD') {
      const body = await read();
      // What S3 answers to someone who may read objects but not list them.
      if (body === null) return sendJson(response, 403, { message: 'Access Denied' });
      return void response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    }
    if (frozen) return sendJson(response, 503, { error: 'Unavailable', message: 'This bucket refuses changes for now.' });
    if (request.method === 'PUT') await writeFile(file, await readBody(request));
    else await rm(file, { force: true });
    sendJson(response, 200, {});
  };
  const listener = await listen(port, handler);
  return {
    ...listener,
    isPresent: async () => (await read()) !== null,
    setFrozen: (now) => {
      frozen = now;
    },
  };
}
