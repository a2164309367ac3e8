import { Pool } from 'pg';
import { answer } from '../../orchestrator/agent/answer.ts';
import { AGENT_ROLE } from '../../orchestrator/agent/bootstrap-sql.ts';
import { toExpected } from '../../orchestrator/agent/postgres-error.ts';
import type { AgentAnswer, AgentRequest } from '../../orchestrator/agent/request.ts';
import type { Home } from '../../orchestrator/agent/wake.ts';
import type { InstanceStatus } from '../../orchestrator/ports/world.ts';
import type { RegionOptions } from './options.ts';

/** After `pg_promote`, the start-up process may sleep until its next look for more log; a reload wakes it. */
const WAKE_AFTER_MS = [10, 30, 60];

/** The Region's managed database instance: the provider's side, which is superuser, and the agent's, which is not. */
export interface Instance {
  status(): Promise<InstanceStatus>;
  promote(): Promise<void>;
  askAgent(request: AgentRequest): Promise<AgentAnswer>;
  /** Ends its connections. */
  close(): Promise<void>;
}

/** Opens connections to the Region's server when they are first needed. */
export function openInstance({ ports, application, passwords, otherRegion }: RegionOptions, home: Home): Instance {
  const server = {
    host: '127.0.0.1',
    port: ports.database,
    database: application.database.name,
    connectionTimeoutMillis: 500,
    query_timeout: 2_000,
    max: 4,
  };
  const provider = new Pool({ ...server, user: 'postgres', password: passwords.superuser });
  const agent = new Pool({
    ...server,
    user: AGENT_ROLE,
    password: passwords.agent,
    statement_timeout: 1_500,
    lock_timeout: 500,
  });
  for (const pool of [provider, agent]) {
    pool.on('error', () => {});
    // One that is lent has no listener of the pool: a server that dies then must not end the Region.
    pool.on('connect', (client) => client.on('error', () => {}));
  }
  let promoting = false;

  const query = async (sql: string): Promise<boolean> => {
    try {
      const { rows } = await provider.query<{ is: boolean }>(sql);
      return rows[0]?.is === true;
    } catch (error) {
      throw toExpected(error);
    }
  };
  const isReplica = async (): Promise<boolean> => {
    const replica = await query('select pg_is_in_recovery() as is');
    if (!replica) promoting = false;
    return replica;
  };
  return {
    status: async () => {
      const replica = await isReplica();
      return { state: promoting ? 'modifying' : 'available', replicaOf: replica ? otherRegion : null };
    },
    promote: async () => {
      if (promoting || !(await isReplica())) return;
      promoting = true;
      await query('select pg_promote(false) as is');
      const wake = (): void => void query('select pg_reload_conf() as is').catch(() => undefined);
      for (const after of WAKE_AFTER_MS) setTimeout(wake, after);
    },
    askAgent: async (request) => {
      const session = await agent.connect().catch((error: unknown) => {
        throw toExpected(error);
      });
      let broken = true;
      try {
        const answered = await answer(request, session, application.database, home);
        broken = false;
        return answered;
      } finally {
        session.release(broken);
      }
    },
    close: async () => {
      await Promise.all([provider.end(), agent.end()]);
    },
  };
}
