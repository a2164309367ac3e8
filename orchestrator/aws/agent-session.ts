import { Signer } from '@aws-sdk/rds-signer';
import { Client, type ClientConfig } from 'pg';
import { AGENT_ROLE } from '../agent/bootstrap-sql.ts';
import { Unavailable } from '../domain/errors.ts';
import { platformOnAws, type Side } from './deployment.ts';
import type { Permission } from './permissions.ts';

/** Seconds after which Lambda ends an agent: a statement on a dead connection, a new one and a statement on it fit in. */
export const AGENT_TIMEOUT_SECONDS = 8;
/** Within a Region, TLS and login take some 50 ms; a look takes a few. A dead peer must not use up the invocation. */
const CONNECT_MS = 2_000;
const STATEMENT_MS = 2_000;
const QUERY_MS = 2_500;

/** The database of an agent's Region. */
export interface DatabaseEndpoint {
  /** Its name does not change when it is promoted. */
  readonly host: string;
  readonly port: number;
  readonly region: string;
  readonly database: string;
}

/** Lends one connection to one piece of work after another. */
export interface Sessions {
  /** The work is done once more, on a new connection, where a kept one turns out to be dead; so it has to be idempotent. */
  lend<T>(work: (session: Client) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * Connections of the agent to RDS: one at a time, kept while the Lambda lives, over TLS that is verified against what
 * `NODE_EXTRA_CA_CERTS` names, with a token signed by the Lambda's own role instead of a password.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
 */
export function openSessions(endpoint: DatabaseEndpoint, connect: (config: ClientConfig) => Promise<Client> = login): Sessions {
  let kept: Client | null = null;

  const open = async (): Promise<Client> => {
    const { host, port, region, database } = endpoint;
    const password = await new Signer({ hostname: host, port, region, username: AGENT_ROLE }).getAuthToken();
    const limits = { connectionTimeoutMillis: CONNECT_MS, statement_timeout: STATEMENT_MS, query_timeout: QUERY_MS };
    const who = { user: AGENT_ROLE, password, database, application_name: 'dr-agent' };
    const session = await connect({ host, port, ...who, ...limits, ssl: { rejectUnauthorized: true } });
    const forget = (): void => {
      if (kept === session) kept = null;
    };
    session.on('error', forget);
    session.on('end', forget);
    kept = session;
    return session;
  };

  const attempt = async <T>(session: Client, work: (session: Client) => Promise<T>): Promise<T> => {
    try {
      return await work(session);
    } catch (error) {
      if (error instanceof Unavailable) await drop(session);
      throw error;
    }
  };

  const drop = async (session: Client): Promise<void> => {
    if (kept === session) kept = null;
    // A dead peer never says goodbye, so nobody waits for it.
    void session.end().catch(() => {});
  };

  return {
    lend: async (work) => {
      const before = kept;
      if (before === null) return attempt(await open(), work);
      try {
        return await attempt(before, work);
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
        return attempt(await open(), work);
      }
    },
    close: async () => {
      await kept?.end();
    },
  };
}

async function login(config: ClientConfig): Promise<Client> {
  const session = new Client(config);
  await session.connect();
  return session;
}

/** What the role of an agent needs: to log in as `dr_agent` in its own Region, to whatever instance has the name now. */
export const agentSessionPermissions = (side: Side): readonly Permission[] => [
  {
    actions: ['rds-db:connect'],
    // An id of the instance in the ARN would break the grant when the instance is created anew under its name.
    resources: (config) => [`arn:aws:rds-db:${config.regions[side]}:${platformOnAws(config).account}:dbuser:*/${AGENT_ROLE}`],
  },
];
