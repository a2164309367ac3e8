import { execFile } from 'node:child_process';
import { chown, copyFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { followOther, makeFolder } from './baseline.ts';
import type { Binaries } from './binaries.ts';

const run = promisify(execFile);
const CONTROL = 'global/pg_control';

/** A server that runs, and its data folder. */
export interface Source {
  readonly data: string;
  readonly port: number;
  readonly superuserPassword: string;
}

/**
 * Copies the data folder of a server that runs on, for a replica of it: by the low-level backup of
 * https://www.postgresql.org/docs/current/continuous-archiving.html, which works on a replica too, where the control file has to
 * be copied last.
 */
export async function copyRunning(source: Source, data: string, binaries: Binaries): Promise<void> {
  const { port, superuserPassword: password } = source;
  const client = new Client({ host: '127.0.0.1', port, user: 'postgres', password, database: 'template1' });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(`select pg_backup_start('copy', true)`);
    await makeFolder(dirname(data), binaries);
    await copyAsItIs(source.data, data);
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    await copyFile(join(source.data, CONTROL), join(data, CONTROL));
    for (const file of ['postmaster.pid', 'postmaster.opts', 'standby.signal']) await rm(join(data, file), { force: true });
    await writeOwned(join(data, 'backup_label'), rows[0]?.labelfile ?? '', binaries);
    await followOther(data, binaries);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Files that vanish while they are copied are none that a backup needs. */
async function copyAsItIs(from: string, to: string): Promise<void> {
  await run('cp', ['-a', from, to]).catch((error: Error & { stderr?: string }) => {
    const lines = (error.stderr ?? '').split('\n').filter((line) => line !== '');
    if (lines.length === 0 || !lines.every((line) => line.endsWith('No such file or directory'))) throw error;
  });
}

async function writeOwned(file: string, text: string, { runAs }: Binaries): Promise<void> {
  await writeFile(file, text);
  if (runAs !== null) await chown(file, runAs.uid, runAs.gid);
}
