import { escapeIdentifier } from 'pg';
import type { Application } from '../config.ts';

/** The role the agent logs in as. */
export const AGENT_ROLE = 'dr_agent';

/**
 * What a database administrator runs on the primary, so that the agent can do its work without being a superuser: one statement
 * per entry, and running them again changes nothing. `login` says how the agent proves who it is: IAM on RDS, a password elsewhere
 * (set apart).
 */
export function bootstrapSql({ database }: Pick<Application, 'database'>, login: 'iam' | 'password'): readonly string[] {
  const agent = escapeIdentifier(AGENT_ROLE);
  return [
    unlessThere(
      `create role ${agent} login nosuperuser nocreatedb createrole noreplication nobypassrls`,
      `alter role ${agent} login createrole`,
    ),
    `grant pg_signal_backend, pg_monitor to ${agent}`,
    ...(login === 'iam' ? [`grant rds_iam to ${agent}`] : []),
    ...database.writers.map(
      (writer) => `grant ${escapeIdentifier(writer)} to ${agent} with admin true, inherit false, set false`,
    ),
    'create schema if not exists dr',
    `create table if not exists dr.marker (
       run text not null, epoch bigint not null, at timestamptz not null default clock_timestamp(), primary key (epoch, run))`,
    'create table if not exists dr.heartbeat (at timestamptz not null, fenced_at timestamptz)',
    'insert into dr.heartbeat (at) select clock_timestamp() where not exists (select from dr.heartbeat)',
    `grant usage on schema dr to ${agent}`,
    `grant select, insert on dr.marker to ${agent}`,
    // One row for ever: it may be changed, and no other added.
    `grant select, update on dr.heartbeat to ${agent}`,
    ...database.audit.map(({ table }) => `grant select on ${escapeIdentifier(table)} to ${agent}`),
  ];
}

/** The writers of an application that is made here, one statement per entry; one that is there keeps its LOGIN, or the lack of it. */
export const writersSql = ({ database }: Pick<Application, 'database'>): readonly string[] =>
  database.writers.map((writer) => unlessThere(`create role ${escapeIdentifier(writer)} login`, 'null'));

/** One statement that makes a role, or does the other thing where it is there. */
const unlessThere = (create: string, otherwise: string): string =>
  `do $$ begin ${create}; exception when duplicate_object then ${otherwise}; end $$`;
