import { Client, type ClientConfig } from 'pg';
import { type Login, type TryLogin, toOutcome } from '../agent/password.ts';
import type { DatabaseEndpoint } from './agent-session.ts';

/** Within a Region TLS and login take some 50 ms; statements of a bootstrap wait for locks of the application at most so long. */
const CONNECT_MS = 5_000;
const STATEMENT_MS = 30_000;

/** Logs a role in by its password, over TLS that is verified against what `NODE_EXTRA_CA_CERTS` names; `more` is for tests without TLS. */
export async function logIn(endpoint: DatabaseEndpoint, login: Login, more: ClientConfig = {}): Promise<Client> {
  const { host, port, database } = endpoint;
  const limits = { connectionTimeoutMillis: CONNECT_MS, statement_timeout: STATEMENT_MS };
  const who = { user: login.username, password: login.password, application_name: 'dr-administration' };
  const session = new Client({ host, port, database, ...who, ...limits, ssl: { rejectUnauthorized: true }, ...more });
  await session.connect();
  return session;
}

/** Tells what logging in comes to. */
export function tryLoginAt(endpoint: DatabaseEndpoint, more: ClientConfig = {}): TryLogin {
  return async (login) => {
    try {
      await (await logIn(endpoint, login, more)).end();
      return 'in';
    } catch (error) {
      return toOutcome(error);
    }
  };
}
