import { escapeIdentifier } from 'pg';
import { Refused } from '../domain/errors.ts';
import type { Guarded, Session } from './answer.ts';
import type { AgentRequest } from './request.ts';

type Ask<Kind extends AgentRequest['ask']> = Extract<AgentRequest, { ask: Kind }>;
type Keys = { readonly keys: string[] };

/** One page of the keys of an audited table whose rows were committed since then, by commit timestamp, in key order. */
export async function auditedKeysSince(session: Session, audit: Guarded['audit'], page: Ask<'keys-since'>): Promise<Keys> {
  const { table, key } = audited(audit, page.table);
  const beyond = page.after === null ? '' : `and ${key} > $3`;
  const { rows } = await session.query<{ key: string }>(
    `select ${key}::text as key from ${table}
      where pg_xact_commit_timestamp(xmin) >= to_timestamp($1::float8 / 1000) ${beyond}
      order by ${key} limit $2`,
    page.after === null ? [page.since, page.limit] : [page.since, page.limit, page.after],
  );
  return { keys: rows.map((row) => row.key) };
}

/** Which of the keys have no row in the audited table here. */
export async function missingKeys(session: Session, audit: Guarded['audit'], asked: Ask<'missing-keys'>): Promise<Keys> {
  const { table, key } = audited(audit, asked.table);
  const { rows } = await session.query<{ key: string }>(`select ${key}::text as key from ${table} where ${key} = any($1)`, [
    asked.keys,
  ]);
  const present = new Set(rows.map((row) => row.key));
  return { keys: asked.keys.filter((one) => !present.has(one)) };
}

function audited(audit: Guarded['audit'], name: string): { table: string; key: string } {
  const found = audit.find(({ table }) => table === name);
  if (found === undefined) throw new Refused(`dr.yml does not list ${name} among the audited tables.`);
  return { table: escapeIdentifier(found.table), key: escapeIdentifier(found.key) };
}
