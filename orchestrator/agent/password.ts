import { escapeIdentifier, escapeLiteral } from 'pg';
import type { Session } from './answer.ts';
import { scramVerifier } from './scram.ts';

/** A role of the database and its password. */
export interface Login {
  readonly username: string;
  readonly password: string;
}

/** What came of logging in: in, locked out (the role may not log in, as while it is fenced), or a password that is not the role's. */
export type LoginOutcome = 'in' | 'locked out' | 'wrong password';

/** Logs in and out again. */
export type TryLogin = (login: Login) => Promise<LoginOutcome>;

/** SQLSTATEs, https://www.postgresql.org/docs/current/errcodes-appendix.html: the password is looked at before the right to log in. */
const REFUSALS: Readonly<Record<string, LoginOutcome>> = { '28P01': 'wrong password', '28000': 'locked out' };

/** What a login came to, by the error it ended with; throws any error that says something else. */
export function toOutcome(error: unknown): LoginOutcome {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const outcome = REFUSALS[code];
  if (outcome === undefined) throw error;
  return outcome;
}

/**
 * Gives a role its password. PostgreSQL changes what is named and nothing else, so that a role without LOGIN stays without it:
 * https://www.postgresql.org/docs/current/sql-alterrole.html
 */
export async function setPassword(session: Session, { username, password }: Login): Promise<void> {
  await session.query(`alter role ${escapeIdentifier(username)} password ${escapeLiteral(scramVerifier(password))}`);
}
