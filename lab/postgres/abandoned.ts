import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { killAll, withDescendants } from '../process/descendants.ts';

const run = promisify(execFile);

/** Ends a server that still runs on this data folder although nobody owns it, and frees its shared memory. */
export async function endAbandonedServer(data: string): Promise<void> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => null);
  if (text === null) return;
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  const { stdout } = await run('ps', ['-p', String(pid), '-o', 'args=']).catch(() => ({ stdout: '' }));
  if (stdout.includes(data)) await killAll(await withDescendants(pid));
  await freeSharedMemory(lines[6]);
}

/** A server that was killed leaves one tiny System V segment; its id is in the seventh line of its pid file. */
async function freeSharedMemory(line: string | undefined): Promise<void> {
  const id = line?.trim().split(/\s+/)[1];
  if (id !== undefined) await run('ipcrm', ['-m', id]).catch(() => undefined);
}
