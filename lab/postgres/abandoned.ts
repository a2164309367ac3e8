import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { killAll, untilGone, withDescendants } from '../process/descendants.ts';

const run = promisify(execFile);

/** Ends a server that nobody owns any more if it still runs on this data folder, and removes what it left: its pid file and shared memory. */
export async function clearAbandoned(data: string): Promise<void> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => null);
  if (text === null) return;
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  const { stdout } = await run('ps', ['-p', String(pid), '-o', 'args=']).catch(() => ({ stdout: '' }));
  if (stdout.includes(data)) {
    const family = await withDescendants(pid);
    killAll(family);
    await untilGone(family);
  }
  await freeSharedMemory(lines[6]);
  await rm(join(data, 'postmaster.pid'), { force: true });
}

/** A server that was killed leaves one tiny System V segment; its id is in the seventh line of its pid file. */
async function freeSharedMemory(line: string | undefined): Promise<void> {
  const id = line?.trim().split(/\s+/)[1];
  if (id !== undefined) await run('ipcrm', ['-m', id]).catch(() => undefined);
}
