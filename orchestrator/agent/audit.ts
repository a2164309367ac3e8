import { escapeIdentifier } from 'pg';
import { Refused } from '../domain/errors.ts';
import type { Guarded, Session } from './answer.ts';
import type { AgentRequest } from './request.ts';

type Ask<Kind extends AgentRequest['ask']> = Extract<AgentRequest, { ask: Kind }>;
type Keys = { readonly keys: string[] };
type Part = Keys & { readonly next: string | null };

/**
 * Of the next rows of an audited table, in key order, the keys of those that were committed since then, by commit timestamp. What is
 * bounded is how many rows are looked at, so that a large table with few new rows takes many short looks, and no long one.
 */
export async function auditedKeysSince(session: Session, audit: Guarded['audit'], page: Ask<'keys-since'>): Promise<Part> {
  const { table, key } = audited(audit, page.table);
  const beyond = page.after === null ? '' : `where ${key} > $3`;
  const { rows } = await session.query<{ key: string; isNew: boolean | null }>(
    `select key::text as key, pg_xact_commit_timestamp(version) >= to_timestamp($1::float8 / 1000) as "isNew"
       from (select ${key} as key, xmin as version from ${table} ${beyond} order by ${key} limit $2) as part
      order by part.key`,
    page.after === null ? [page.since, page.limit] : [page.since, page.limit, page.after],
  );
  return {
    keys: rows.filter(({ isNew }) => isNew === true).map((row) => row.key),
    next: rows.length < page.limit ? null : (rows.at(-1)?.key ?? null),
  };
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
