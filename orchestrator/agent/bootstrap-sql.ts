import { escapeIdentifier, escapeLiteral } from 'pg';
import type { Application } from '../config.ts';

/** The role the agent logs in as. */
export const AGENT_ROLE = 'dr_agent';

/** Makes the agent's role, and is dropped again in the same breath. */
const MAKER = 'dr_agent_maker';

/**
 * What a database administrator runs on the primary, so that the agent can do its work without being a superuser: one statement
 * per entry, and running them again changes nothing. `login` says how the agent proves who it is: IAM on RDS, a password elsewhere
 * (set apart). What is not there yet, or not the administrator's to grant, is left to the owner of the table. The master user does
 * not become a member of the agent's role: RDS refuses the password of whoever is a member of `rds_iam`, at however many removes.
 */
export function bootstrapSql({ database }: Pick<Application, 'database'>, login: 'iam' | 'password'): readonly string[] {
  const agent = escapeIdentifier(AGENT_ROLE);
  return [
    agentRole(agent),
    `grant pg_signal_backend, pg_monitor to ${agent}`,
    ...(login === 'iam' ? [iamLogin(agent)] : []),
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
    ...database.audit.map(({ table }) => auditedTable(table, agent)),
  ];
}

/** The writers of an application that is made here, one statement per entry; one that is there keeps its LOGIN, or the lack of it. */
export const writersSql = ({ database }: Pick<Application, 'database'>): readonly string[] =>
  database.writers.map(
    (writer) => `do $$ begin create role ${escapeIdentifier(writer)} login; exception when duplicate_object then null; end $$`,
  );

/**
 * Lets the writers of an application that is made here make its own tables, whichever of them the secret names: the first owns
 * them (`set role`), and the others are its members.
 */
export const ownTablesSql = ({ database: { writers } }: Pick<Application, 'database'>): readonly string[] => {
  const [owner = '', ...others] = writers.map(escapeIdentifier);
  return [`grant create on schema public to ${owner}`, ...others.map((other) => `grant ${owner} to ${other}`)];
};

const auditedTable = (table: string, agent: string): string => `do $$ begin
  if not has_table_privilege(${escapeLiteral(AGENT_ROLE)}, ${escapeLiteral(escapeIdentifier(table))}, 'select') then
    grant select on ${escapeIdentifier(table)} to ${agent};
  end if;
exception when undefined_table or insufficient_privilege then
  raise warning 'Writes that a late fence leaves behind in % are not counted until its owner grants select on it to ${AGENT_ROLE}: %', ${escapeLiteral(table)}, sqlerrm;
end $$`;

/** From PostgreSQL 16 on whoever makes a role is a member of it, with ADMIN, until one of the two is dropped: so another makes it, and goes. */
const agentRole = (agent: string): string => `do $$ begin
  if not exists (select from pg_roles where rolname = ${escapeLiteral(AGENT_ROLE)}) then
    set local createrole_self_grant = '';
    create role ${MAKER} createrole;
    grant ${MAKER} to current_user with set true;
    set local role ${MAKER};
    create role ${agent} login nosuperuser nocreatedb createrole noreplication nobypassrls;
    reset role;
    drop role ${MAKER};
  end if;
end $$`;

/** Refuses rather than lock out whoever runs it. */
const iamLogin = (agent: string): string => `do $$ begin
  if pg_has_role(${escapeLiteral(AGENT_ROLE)}, 'member') then
    raise exception '% is a member of ${AGENT_ROLE}: RDS would refuse its password. Run "drop owned by ${AGENT_ROLE}; drop role ${AGENT_ROLE}" and begin again.', current_user;
  end if;
  grant rds_iam to ${agent};
end $$`;
