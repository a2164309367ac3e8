import { Client, type ClientConfig, Pool, type QueryResult } from 'pg';
import type { Logins } from './logins.ts';

/** An order of the sample application. */
export interface Order {
  readonly id: string;
  readonly customer: string;
}

/** The orders in the Region's database. Every call rejects when the database does not let it through. */
export interface Orders {
  /** False when there is an order with that id. */
  place(order: Order): Promise<boolean>;
  find(id: string): Promise<Order | null>;
  newest(): Promise<readonly Order[]>;
  close(): Promise<void>;
}

/** Where the orders are. */
export interface Database {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  /** Certificate authorities, one of which has to vouch for the server's name; null for a connection without TLS. */
  readonly authorities: readonly string[] | null;
  /** How long to wait for a connection, and for an answer. */
  readonly patienceMs: number;
}

/** Seconds after which a connection is replaced, so that a role that was rotated away is not used for long. */
const LIFETIME_SECONDS = 600;
/** Classes of PostgreSQL's errors: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const INVALID_AUTHORIZATION = '28';

/** Opens the orders; a lost connection is replaced at the next call, and one that is refused by one of the current login. */
export function openOrders({ host, port, name, authorities, patienceMs }: Database, logins: Logins): Orders {
  class CurrentLogin extends Client {
    constructor(config?: ClientConfig) {
      super({ ...config, ...logins.now() });
    }
  }
  const pool = new Pool({
    ...{ host, port, database: name, max: 4, maxLifetimeSeconds: LIFETIME_SECONDS, Client: CurrentLogin },
    ...{ connectionTimeoutMillis: patienceMs, query_timeout: patienceMs, statement_timeout: patienceMs },
    ssl: authorities === null ? false : { ca: [...authorities], rejectUnauthorized: true },
  });
  pool.on('error', () => {});
  const ask = async (text: string, values: readonly string[] = []): Promise<QueryResult<Order>> => {
    const login = logins.now();
    try {
      return await pool.query<Order>(text, [...values]);
    } catch (error) {
      if (!isLoginRefused(error)) throw error;
      await logins.renew();
      if (logins.now() === login) throw error;
      return pool.query<Order>(text, [...values]);
    }
  };
  return {
    place: async ({ id, customer }) => {
      const placed = 'insert into orders (id, customer) values ($1, $2) on conflict (id) do nothing';
      return (await ask(placed, [id, customer])).rowCount === 1;
    },
    find: async (id) => (await ask('select id, customer from orders where id = $1', [id])).rows[0] ?? null,
    newest: async () => (await ask('select id, customer from orders order by placed_at desc limit 5')).rows,
    close: () => pool.end(),
  };
}

/** A login is refused before any statement is sent, so the statement may be sent by another. */
const isLoginRefused = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith(INVALID_AUTHORIZATION);
