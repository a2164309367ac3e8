import { chmod, mkdtemp, readdir, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearAbandoned } from '../postgres/abandoned.ts';
import { runningOf } from './descendants.ts';

const PREFIX = 'dr-lab-';
const OWNER = 'world.pid';

/** Where Linux keeps files in memory; a world there starts in half the time. */
const MEMORY = '/dev/shm';
const ROOM_NEEDED = 2 * 1024 ** 3;

/**
 * Makes the folder that holds everything of one world, after clearing what worlds that crashed left behind. Programs may
 * not be allowed to run from files in memory, so who puts programs into it does not ask for that.
 */
export async function makeRunFolder({ inMemory }: { readonly inMemory: boolean }): Promise<string> {
  await Promise.all([clearOthers(tmpdir()), clearOthers(MEMORY)]);
  const parent = inMemory && (await hasRoom(MEMORY)) ? MEMORY : tmpdir();
  const folder = await mkdtemp(join(parent, PREFIX));
  await writeFile(join(folder, OWNER), String(process.pid));
  await chmod(folder, 0o711);
  return folder;
}

async function hasRoom(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder).catch(() => ({ bavail: 0, bsize: 0 }));
  return bavail * bsize >= ROOM_NEEDED;
}

async function clearOthers(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  await Promise.all(names.filter((name) => name.startsWith(PREFIX)).map((name) => clear(join(parent, name))));
}

async function clear(folder: string): Promise<void> {
  const owner = Number(await readFile(join(folder, OWNER), 'utf8').catch(() => String(process.pid)));
  if ((await runningOf([owner])).length > 0) return;
  const regions = await readdir(folder);
  await Promise.all(regions.map((region) => clearAbandoned(join(folder, region, 'database'))));
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
