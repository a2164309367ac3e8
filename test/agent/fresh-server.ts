import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, type QueryResult } from 'pg';
import { copyBaseline, followOther, makeCluster, replicationSettings } from '../../lab/postgres/baseline.ts';
import { findBinaries } from '../../lab/postgres/binaries.ts';
import { startServer } from '../../lab/postgres/server.ts';
import { freePort } from '../../lab/process/free-port.ts';
import { makeRunFolder } from '../../lab/process/run-folder.ts';

/**
 * A PostgreSQL server with nothing in it but what RDS has: a master user that is no superuser, its database, the role `rds_iam`,
 * whose members may not log in by password, and a replica. The agent may, in the place of an IAM token.
 */
export interface FreshServer {
  readonly endpoint: { readonly host: string; readonly port: number; readonly region: string; readonly database: string };
  readonly master: { readonly username: string; readonly password: string };
  connect(user: string, password: string): Promise<Client>;
  asSuperuser(): Promise<Client>;
  readonly replica: { readonly endpoint: FreshServer['endpoint']; asSuperuser(): Promise<Client> };
  stop(): Promise<void>;
}

const PASSWORD = 'of-the-test';

/**
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Roles.rds_superuser.html. RDS lets its
 * master grant `rds_iam` without being a member of it; a function of the superuser stands for that exception.
 */
const LIKE_RDS = [
  'create role rds_iam nologin',
  `create role replicator login replication password '${PASSWORD}'`,
  `create role administrator login createrole createdb password '${PASSWORD}'`,
  'grant pg_monitor, pg_signal_backend to administrator with admin true',
  'create database shop owner administrator',
];
const GRANT_RDS_IAM = `create function public.grant_rds_iam(member name) returns void language plpgsql security definer
  as $$ begin execute format('grant rds_iam to %I', member); end $$`;

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html: no password for the members of `rds_iam`. */
const LOGINS = ['host all dr_agent all scram-sha-256', 'host all +rds_iam all reject', ''];

/** Has a session of the master user grant `rds_iam` as RDS lets it. */
export function likeRds(session: Client): Client {
  const query = session.query.bind(session) as (text: string, values?: readonly unknown[]) => Promise<QueryResult>;
  return Object.assign(session, {
    query: (text: string, values?: readonly unknown[]) =>
      query(text.replace(/grant rds_iam to "?(\w+)"?/, "perform public.grant_rds_iam('$1')"), values),
  });
}

/** Starts it in a folder of its own. */
export async function startFreshServer(): Promise<FreshServer> {
  const folder = await makeRunFolder({ inMemory: false });
  const binaries = await findBinaries(folder);
  const [data, copy] = [join(folder, 'server', 'data'), join(folder, 'replica', 'data')];
  await makeCluster(data, binaries, PASSWORD);
  const start = async (on: string, settings: Readonly<Record<string, string>> = {}) =>
    startServer({ binaries, data: on, port: await freePort(), settings, superuserPassword: PASSWORD });
  const connectAt = async (port: number, user: string, password: string, database: string): Promise<Client> => {
    const client = new Client({ host: '127.0.0.1', port, database, user, password });
    await client.connect();
    return client;
  };
  const first = await start(data);
  const superuser = await connectAt(first.port, 'postgres', PASSWORD, 'postgres');
  for (const statement of LIKE_RDS) await superuser.query(statement);
  await superuser.end();
  const inShop = await connectAt(first.port, 'postgres', PASSWORD, 'shop');
  await inShop.query(GRANT_RDS_IAM);
  await inShop.end();
  await first.stop('in-order');
  const hba = join(data, 'pg_hba.conf');
  await writeFile(hba, LOGINS.join('\n') + (await readFile(hba, 'utf8')));
  await copyBaseline(data, copy, binaries);
  await followOther(copy, binaries);
  const server = await start(data);
  const passwords = { superuser: PASSWORD, replicator: PASSWORD, agent: PASSWORD, writers: {} };
  const replica = await start(copy, replicationSettings(server.port, passwords));
  const at = (port: number) => ({ host: '127.0.0.1', port, region: 'us-east-1', database: 'shop' });
  const endpoint = at(server.port);
  const connect = (user: string, password: string): Promise<Client> => connectAt(server.port, user, password, 'shop');
  return {
    endpoint,
    master: { username: 'administrator', password: PASSWORD },
    connect,
    asSuperuser: () => connect('postgres', PASSWORD),
    replica: { endpoint: at(replica.port), asSuperuser: () => connectAt(replica.port, 'postgres', PASSWORD, 'shop') },
    stop: async () => {
      await replica.stop('at-once');
      await server.stop('at-once');
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
