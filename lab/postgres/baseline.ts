import { execFile } from 'node:child_process';
import { chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { AGENT_ROLE, bootstrapSql } from '../../orchestrator/agent/bootstrap-sql.ts';
import type { Application } from '../../orchestrator/config.ts';
import { schemaSql } from '../app/schema.ts';
import { copyFolder } from '../process/copy-folder.ts';
import { freePort } from '../process/free-port.ts';
import type { Binaries } from './binaries.ts';
import type { Passwords } from './passwords.ts';
import { startServer } from './server.ts';
import { SETTINGS, toArguments } from './settings.ts';

const run = promisify(execFile);
const REPLICATOR = 'replicator';

/** Makes a data folder with the application's schema, its roles and the agent's, and leaves it shut down in order. */
export async function makeBaseline(
  data: string,
  binaries: Binaries,
  application: Application,
  passwords: Passwords,
): Promise<void> {
  await makeCluster(data, binaries, passwords.superuser);
  const port = await freePort();
  const server = await startServer({ binaries, data, port, superuserPassword: passwords.superuser });
  await fill(port, application, passwords);
  await server.stop('in-order');
}

/** Makes a data folder with the superuser `postgres` and nothing else in it. */
export async function makeCluster(data: string, binaries: Binaries, superuserPassword: string): Promise<void> {
  const passwordFile = join(dirname(data), 'superuser');
  await makeFolder(dirname(data), binaries);
  await writeFile(passwordFile, superuserPassword);
  if (binaries.runAs !== null) await chown(passwordFile, binaries.runAs.uid, binaries.runAs.gid);
  const options = [
    '-U',
    'postgres',
    '--wal-segsize=1',
    '-A',
    'scram-sha-256',
    '-E',
    'UTF8',
    '--no-locale',
    '--no-sync',
    '--no-instructions',
  ];
  await run(binaries.initdb, ['-D', data, '--pwfile', passwordFile, ...options, ...toArguments(SETTINGS)], {
    ...(binaries.runAs ?? {}),
    cwd: dirname(data),
  });
  await rm(passwordFile);
}

/** Copies a shut-down data folder; the copy is the same cluster, so it can follow the original as its replica. */
export async function copyBaseline(from: string, to: string, binaries: Binaries): Promise<void> {
  await makeFolder(dirname(to), binaries);
  await copyFolder(from, to);
}

/** Makes the server on this data folder a replica until it is promoted. */
export async function followOther(data: string, { runAs }: Binaries): Promise<void> {
  const file = join(data, 'standby.signal');
  await writeFile(file, '');
  if (runAs !== null) await chown(file, runAs.uid, runAs.gid);
}

/** Settings by which a replica finds the server behind the port. */
export function replicationSettings(port: number, passwords: Passwords): Record<string, string> {
  return {
    primary_conninfo: `host=127.0.0.1 port=${port} user=${REPLICATOR} password=${passwords.replicator} connect_timeout=2`,
  };
}

async function fill(port: number, application: Application, passwords: Passwords): Promise<void> {
  const superuser = { host: '127.0.0.1', port, user: 'postgres', password: passwords.superuser };
  const { name, writers } = application.database;
  const first = new Client({ ...superuser, database: 'template1' });
  await first.connect();
  // The database that initdb makes becomes the application's; another one would be copied for nothing.
  await first.query(`alter database postgres rename to ${escapeIdentifier(name)}`);
  await first.end();

  const client = new Client({ ...superuser, database: name });
  await client.connect();
  const withPassword = (role: string, word: string): string =>
    `alter role ${escapeIdentifier(role)} password ${escapeLiteral(word)}`;
  const statements = [
    `create role ${REPLICATOR} login replication password ${escapeLiteral(passwords.replicator)}`,
    ...writers.map((writer) => `create role ${escapeIdentifier(writer)} login`),
    ...writers.map((writer) => withPassword(writer, passwords.writers[writer] ?? '')),
    ...schemaSql(writers),
    ...bootstrapSql(application, 'password'),
    withPassword(AGENT_ROLE, passwords.agent),
  ];
  for (const statement of statements) await client.query(statement);
  await client.end();
}

/** Makes a folder that the server's user may write in. */
export async function makeFolder(folder: string, { runAs }: Binaries): Promise<void> {
  await mkdir(folder, { recursive: true });
  if (runAs !== null) await chown(folder, runAs.uid, runAs.gid);
}
