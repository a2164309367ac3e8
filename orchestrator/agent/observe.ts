import type { Observation } from '../ports/world.ts';
import type { Guarded, Session } from './answer.ts';
import { readHeartbeat } from './heartbeat.ts';

const LOOK = `
  select (extract(epoch from pg_postmaster_start_time()) * 1000)::float8 as "startedAt",
         pg_is_in_recovery() as "inRecovery",
         coalesce((select bool_or(rolcanlogin) from pg_roles where rolname = any($1)), false) as "writersMayLogin",
         coalesce((select bool_and(pg_has_role(current_user, oid, 'USAGE WITH ADMIN OPTION')) from pg_roles where rolname = any($1)), false) as "mayFence",
         coalesce(has_table_privilege(to_regclass('dr.marker'), 'insert'), false) as "mayMark",
         current_setting('track_commit_timestamp') = 'on' as "tracksCommits",
         coalesce((select json_agg(name) from unnest($2::text[]) as name
                    where has_table_privilege(to_regclass(quote_ident(name)), 'select') is not true), '[]') as "unreadable",
         (select count(*)::int from pg_stat_activity where usename = any($1)) as "writerSessions",
         (select count(*)::int from pg_prepared_xacts where owner = any($1)) as "preparedTransactions",
         case when pg_is_in_recovery() then null else pg_current_wal_flush_lsn() end::text as "flushLsn",
         case when pg_is_in_recovery() then pg_last_wal_receive_lsn() end::text as "receivedLsn",
         pg_last_wal_replay_lsn()::text as "replayedLsn",
         (extract(epoch from pg_last_xact_replay_timestamp()) * 1000)::float8 as "lastCommitAt",
         (select json_build_object('run', run, 'epoch', epoch) from dr.marker order by epoch desc, at desc limit 1) as marker`;

/** Looks at the database once; reads only. */
export async function observe(session: Session, { writers, audit }: Guarded): Promise<Observation> {
  const { rows } = await session.query<Omit<Observation, 'heartbeat'>>(LOOK, [writers, audit.map(({ table }) => table)]);
  const [seen] = rows;
  if (seen === undefined) throw new Error('The look at the database returned no row.');
  return { ...seen, heartbeat: await readHeartbeat(session) };
}
