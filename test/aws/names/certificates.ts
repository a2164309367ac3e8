import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { makePython } from '../emulators/python.ts';

const run = promisify(execFile);

/** A server's certificate, and the file of the authority that signed it. */
export interface Certificates {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly authority: string;
}

/** Makes an authority and one certificate for all the names, as files in the folder. */
export async function makeCertificates(folder: string, names: readonly string[]): Promise<Certificates> {
  const program = fileURLToPath(new URL('./certificates.py', import.meta.url));
  await run(join(await makePython(), 'python'), [program, folder, ...names]);
  const [cert, key] = await Promise.all([readFile(join(folder, 'server.pem')), readFile(join(folder, 'server.key'))]);
  return { cert, key, authority: join(folder, 'ca.pem') };
}
