import { randomUUID } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';
import type { Application } from '../orchestrator/config.ts';
import type { Region } from '../orchestrator/domain/region.ts';
import type { Passwords } from './postgres/passwords.ts';
import type { Acknowledged } from './users/ledger.ts';
import { type Reconciliation, reconcile } from './users/reconcile.ts';

/** Looks at the databases past every network and every switch, to say what is true; the platform has no part in it. */
export interface Judge {
  /** A session as the superuser or as a writer role; rejects when the server does not let it in. The caller ends it. */
  connect(region: Region, role: string): Promise<Client>;
  /** Whether any writer role can log in and commit there now. */
  canWriterCommit(region: Region): Promise<boolean>;
  /** Keys of the first audited table; null when the server does not answer. */
  ids(region: Region): Promise<ReadonlySet<string> | null>;
  /** Looks every acknowledged write up in both databases. */
  reconcile(ledger: readonly Acknowledged[], old: Region, current: Region): Promise<Reconciliation>;
}

/** The superuser's name in the lab's servers. */
export const SUPERUSER = 'postgres';

/** Makes the judge of an application whose servers listen on these ports. */
export function makeJudge({ database }: Application, ports: Readonly<Record<Region, number>>, passwords: Passwords): Judge {
  const connect = async (region: Region, role: string): Promise<Client> => {
    const password = role === SUPERUSER ? passwords.superuser : passwords.writers[role];
    const server = { host: '127.0.0.1', port: ports[region] ?? 0, database: database.name };
    const client = new Client({ ...server, user: role, password, connectionTimeoutMillis: 1_000, query_timeout: 10_000 });
    client.on('error', () => {});
    await client.connect();
    return client;
  };
  const commits = async (region: Region, writer: string): Promise<boolean> => {
    const client = await connect(region, writer).catch(() => null);
    if (client === null) return false;
    const id = `judge-${randomUUID()}`;
    try {
      await client.query('begin');
      await client.query('insert into orders (id, customer) values ($1, $2)', [id, 'judge']);
      await client.query('delete from orders where id = $1', [id]);
      await client.query('commit');
      return true;
    } catch {
      return false;
    } finally {
      await client.end().catch(() => undefined);
    }
  };
  const ids = async (region: Region): Promise<ReadonlySet<string> | null> => {
    const [audited] = database.audit;
    const client = await connect(region, SUPERUSER).catch(() => null);
    if (client === null || audited === undefined) return null;
    const { rows } = await client.query<{ id: string }>(
      `select ${escapeIdentifier(audited.key)}::text as id from ${escapeIdentifier(audited.table)}`,
    );
    await client.end();
    return new Set(rows.map(({ id }) => id));
  };
  return {
    connect,
    canWriterCommit: async (region) =>
      (await Promise.all(database.writers.map((writer) => commits(region, writer)))).includes(true),
    ids,
    reconcile: async (ledger, old, current) => {
      const [oldIds, currentIds] = await Promise.all([ids(old), ids(current)]);
      return reconcile(ledger, { region: old, ids: oldIds }, { region: current, ids: currentIds });
    },
  };
}
