import { escapeIdentifier } from 'pg';
import { Refused } from '../domain/errors.ts';
import type { Session } from './answer.ts';

/** How long each session that is told to end is waited for, one time after the other, ms: most are gone within milliseconds. */
const END_MS = [0, 2, 20];

interface Login {
  readonly inRecovery: boolean;
  readonly roles: readonly { readonly name: string; readonly login: boolean }[];
}

/** Takes LOGIN from the writers and ends their sessions. `Refused` in recovery: roles can only be changed on the writer. */
export async function fence(session: Session, writers: readonly string[]): Promise<void> {
  const { inRecovery, roles } = await look(session, writers);
  if (inRecovery) throw new Refused('This database is a replica: its roles come from the server it replicates from.');
  for (const { name } of roles.filter(({ login }) => login)) {
    await session.query(`alter role ${escapeIdentifier(name)} nologin`);
  }
  // What holds on longer is seen by the next look.
  for (const ms of END_MS) {
    await session.query('select pg_terminate_backend(pid, $2) from pg_stat_activity where usename = any($1)', [writers, ms]);
  }
}

/** Gives LOGIN back to the writers. `Refused` in recovery. */
export async function open(session: Session, writers: readonly string[]): Promise<void> {
  const { inRecovery, roles } = await look(session, writers);
  if (inRecovery) throw new Refused('This database is still in recovery, so its writers stay locked out until it is promoted.');
  for (const { name } of roles.filter(({ login }) => !login)) {
    await session.query(`alter role ${escapeIdentifier(name)} login`);
  }
}

/** A writer role that does not exist would be a hole in the fence, so a name that nobody has is refused. */
async function look(session: Session, writers: readonly string[]): Promise<Login> {
  const { rows } = await session.query<{ inRecovery: boolean; name: string | null; login: boolean }>(
    `select pg_is_in_recovery() as "inRecovery", rolname as name, rolcanlogin as login
       from (select) as always left join pg_roles on rolname = any($1)`,
    [writers],
  );
  const roles = rows.flatMap(({ name, login }) => (name === null ? [] : [{ name, login }]));
  const unknown = writers.filter((writer) => !roles.some(({ name }) => name === writer));
  if (unknown.length > 0) throw new Refused(`dr.yml names writer roles the database does not have: ${unknown.join(', ')}.`);
  return { inRecovery: rows[0]?.inRecovery === true, roles };
}
