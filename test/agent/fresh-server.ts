import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { makeCluster } from '../../lab/postgres/baseline.ts';
import { findBinaries } from '../../lab/postgres/binaries.ts';
import { startServer } from '../../lab/postgres/server.ts';
import { freePort } from '../../lab/process/free-port.ts';
import { makeRunFolder } from '../../lab/process/run-folder.ts';

/** A PostgreSQL server with nothing in it but what RDS has: a master user that is no superuser, its database, and the role `rds_iam`. */
export interface FreshServer {
  readonly endpoint: { readonly host: string; readonly port: number; readonly region: string; readonly database: string };
  readonly master: { readonly username: string; readonly password: string };
  connect(user: string, password: string): Promise<Client>;
  asSuperuser(): Promise<Client>;
  stop(): Promise<void>;
}

const PASSWORD = 'of-the-test';

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Roles.rds_superuser.html */
const LIKE_RDS = [
  'create role rds_iam nologin',
  `create role administrator login createrole createdb password '${PASSWORD}'`,
  'grant pg_monitor, pg_signal_backend, rds_iam to administrator with admin true',
  'create database shop owner administrator',
];

/** Starts it in a folder of its own. */
export async function startFreshServer(): Promise<FreshServer> {
  const folder = await makeRunFolder({ inMemory: false });
  const data = join(folder, 'server', 'data');
  const binaries = await findBinaries(folder);
  await makeCluster(data, binaries, PASSWORD);
  const server = await startServer({ binaries, data, port: await freePort(), superuserPassword: PASSWORD });
  const endpoint = { host: '127.0.0.1', port: server.port, region: 'us-east-1', database: 'shop' };
  const connect = async (user: string, password: string, database = 'shop'): Promise<Client> => {
    const client = new Client({ ...endpoint, database, user, password });
    await client.connect();
    return client;
  };
  const first = await connect('postgres', PASSWORD, 'postgres');
  for (const statement of LIKE_RDS) await first.query(statement);
  await first.end();
  return {
    endpoint,
    master: { username: 'administrator', password: PASSWORD },
    connect,
    asSuperuser: () => connect('postgres', PASSWORD),
    stop: async () => {
      await server.stop('at-once');
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
