import { execFileSync } from 'node:child_process';
import { chown, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { makeBaseline } from '../../lab/postgres/baseline.ts';
import { areReadable, findBinaries } from '../../lab/postgres/binaries.ts';
import { makePasswords } from '../../lab/postgres/passwords.ts';
import { startServer } from '../../lab/postgres/server.ts';
import { freePort } from '../../lab/process/free-port.ts';
import { makeRunFolder } from '../../lab/process/run-folder.ts';
import type { Application } from '../../orchestrator/config.ts';

/** The lab's PostgreSQL with the application's schema, over TLS as `localhost`. */
export interface SecureDatabase {
  readonly port: number;
  /** The file of the certificate that vouches for it. */
  readonly authority: string;
  passwordOf(writer: string): string;
  /** As superuser. */
  run(statement: string): Promise<void>;
  /** Whether somebody waits for a lock. */
  waits(): Promise<boolean>;
  stop(): Promise<void>;
}

/** Starts it; `openssl` is part of every system this runs on. */
export async function startSecureDatabase(application: Application): Promise<SecureDatabase> {
  const folder = await makeRunFolder({ inMemory: await areReadable() });
  const binaries = await findBinaries(folder);
  const passwords = makePasswords(application.database.writers);
  const [home, data] = [join(folder, 'tls'), join(folder, 'region', 'database')];
  await mkdir(home);
  const [key, authority] = [join(home, 'key.pem'), join(home, 'cert.pem')];
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key, '-out', authority];
  const said = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '1'];
  execFileSync('openssl', ['req', '-x509', ...made, ...said], { stdio: 'ignore' });
  if (binaries.runAs !== null) await chown(key, binaries.runAs.uid, binaries.runAs.gid);

  await makeBaseline(data, binaries, application, passwords);
  const settings = { ssl: 'on', ssl_cert_file: authority, ssl_key_file: key };
  const port = await freePort();
  const server = await startServer({ binaries, data, port, settings, superuserPassword: passwords.superuser });
  const superuser = new Client({
    ...{ host: '127.0.0.1', port, user: 'postgres', password: passwords.superuser },
    database: application.database.name,
  });
  await superuser.connect();
  return {
    port,
    authority,
    passwordOf: (writer) => passwords.writers[writer] ?? '',
    run: async (statement) => {
      await superuser.query(statement);
    },
    waits: async () => (await superuser.query('select 1 from pg_locks where not granted')).rows.length > 0,
    stop: async () => {
      await superuser.end();
      await server.stop('at-once');
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
