import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearAbandoned } from '../postgres/abandoned.ts';
import { runningOf } from './descendants.ts';

const PREFIX = 'dr-lab-';
const OWNER = 'world.pid';

/** Makes the folder that holds everything of one world, after clearing what worlds that crashed left behind. */
export async function makeRunFolder(): Promise<string> {
  await clearOthers();
  const folder = await mkdtemp(join(tmpdir(), PREFIX));
  await writeFile(join(folder, OWNER), String(process.pid));
  await chmod(folder, 0o711);
  return folder;
}

async function clearOthers(): Promise<void> {
  const names = await readdir(tmpdir());
  await Promise.all(names.filter((name) => name.startsWith(PREFIX)).map((name) => clear(join(tmpdir(), name))));
}

async function clear(folder: string): Promise<void> {
  const owner = Number(await readFile(join(folder, OWNER), 'utf8').catch(() => String(process.pid)));
  if ((await runningOf([owner])).length > 0) return;
  const regions = await readdir(folder);
  await Promise.all(regions.map((region) => clearAbandoned(join(folder, region, 'database'))));
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
