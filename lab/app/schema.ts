import { escapeIdentifier } from 'pg';

/** The sample application's tables: one statement per entry, run as the owner; running them again changes nothing. */
export function schemaSql(writers: readonly string[]): readonly string[] {
  return [
    `create table if not exists orders (
       id text primary key, customer text not null, written_as name not null default current_user,
       placed_at timestamptz not null default clock_timestamp())`,
    'create index if not exists orders_placed_at_idx on orders (placed_at)',
    ...writers.map((writer) => `grant select, insert, update, delete on orders to ${escapeIdentifier(writer)}`),
  ];
}
