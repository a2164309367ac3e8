import { Pool } from 'pg';
import type { ServiceOptions } from './service-options.ts';

/** An order of the sample application. */
export interface Order {
  readonly id: string;
  readonly customer: string;
}

/** The orders in the Region's database. Every call rejects when the database does not let it through. */
export interface Orders {
  place(order: Order): Promise<void>;
  find(id: string): Promise<Order | null>;
  newest(): Promise<readonly Order[]>;
}

/** Opens the orders as one writer role; a lost connection is replaced at the next call. */
export function openOrders({ port, name, writer, password }: ServiceOptions['database']): Orders {
  const pool = new Pool({
    host: '127.0.0.1',
    port,
    database: name,
    user: writer,
    password,
    max: 4,
    connectionTimeoutMillis: 400,
    query_timeout: 400,
    statement_timeout: 400,
  });
  pool.on('error', () => {});
  return {
    place: async ({ id, customer }) => {
      await pool.query('insert into orders (id, customer) values ($1, $2)', [id, customer]);
    },
    find: async (id) => (await pool.query<Order>('select id, customer from orders where id = $1', [id])).rows[0] ?? null,
    newest: async () => (await pool.query<Order>('select id, customer from orders order by placed_at desc limit 5')).rows,
  };
}
