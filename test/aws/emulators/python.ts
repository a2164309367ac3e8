import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const CACHE = fileURLToPath(new URL('../../../.cache/', import.meta.url));

/** Makes a virtual environment with the pinned emulators, unless this set of pins has one already; answers its `bin` folder. */
export async function makePython(): Promise<string> {
  const requirements = fileURLToPath(new URL('./requirements.txt', import.meta.url));
  const pins = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 12);
  const folder = join(CACHE, `aws-emulators-${pins}`);
  const complete = join(folder, 'complete');
  if (!existsSync(complete)) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(CACHE, { recursive: true });
    await run('python3', ['-m', 'venv', folder]);
    const quiet = ['--quiet', '--disable-pip-version-check', '--no-input'];
    await run(join(folder, 'bin', 'pip'), ['install', ...quiet, '--requirement', requirements], { maxBuffer: 16_000_000 });
    await writeFile(complete, '');
  }
  return join(folder, 'bin');
}
