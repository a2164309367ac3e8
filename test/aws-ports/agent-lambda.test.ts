import { EventEmitter } from 'node:events';
import type { Client, ClientConfig } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openSessions } from '../../orchestrator/aws/agent-session.ts';
import { agentOn } from '../../orchestrator/lambdas/agent.ts';
import { dr } from './shop.ts';

const guarded = { writers: ['shop_a', 'shop_b'], audit: [] };
const endpoint = { host: 'shop-dr.abc.us-west-2.rds.amazonaws.com', port: 5432, region: dr, database: 'shop' };

const credentials = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'example' };
const before = { ...process.env };
beforeAll(() => void Object.assign(process.env, credentials));
afterAll(() => {
  process.env = before;
});

/** A server whose sessions answer the marker's position, until they are broken; each is logged in with a token of its own. */
class Server {
  readonly logins: ClientConfig[] = [];
  readonly sessions: (EventEmitter & { alive: boolean })[] = [];
  failure: Error | null = null;

  readonly connect = async (config: ClientConfig): Promise<Client> => {
    this.logins.push(config);
    if (this.failure !== null) throw this.failure;
    const session = Object.assign(new EventEmitter(), {
      alive: true,
      query: async () => {
        if (!session.alive) throw new Error('Connection terminated unexpectedly');
        return { rows: [{ flushLsn: '0/3000148' }] };
      },
      end: async () => {},
    });
    this.sessions.push(session);
    return session as unknown as Client;
  };
}

function agentWith(server: Server, duty: 'look' | 'act' = 'act') {
  const home = { region: dr, recordedWriter: async () => null };
  return agentOn(openSessions(endpoint, server.connect), guarded, { duty, home });
}
const mark = { ask: 'mark', marker: { run: 'DR-7', epoch: 3 } };
const marked = { answer: { flushLsn: '0/3000148' } };

describe('the agent’s Lambda', () => {
  it('logs in as dr_agent with a token for that instance, over TLS that is verified', async () => {
    const server = new Server();
    await agentWith(server)(mark);
    const [{ user, password, database, ssl } = {}] = server.logins;
    expect({ user, database, ssl }).toEqual({ user: 'dr_agent', database: 'shop', ssl: { rejectUnauthorized: true } });
    const token = new URL(`https://${password}`);
    expect(token.host).toBe(`${endpoint.host}:5432`);
    expect(token.searchParams.get('Action')).toBe('connect');
    expect(token.searchParams.get('DBUser')).toBe('dr_agent');
    expect(token.searchParams.get('X-Amz-Credential')).toContain(`/${dr}/rds-db/aws4_request`);
    expect(token.searchParams.get('X-Amz-Expires')).toBe('900');
  });

  it('keeps its connection from one request to the next', async () => {
    const server = new Server();
    const agent = agentWith(server);
    expect([await agent(mark), await agent(mark)]).toEqual([marked, marked]);
    expect(server.logins).toHaveLength(1);
  });

  it('connects anew, in the same request, when the connection died since', async () => {
    const server = new Server();
    const agent = agentWith(server);
    await agent(mark);
    for (const session of server.sessions) session.alive = false;
    expect(await agent(mark)).toEqual(marked);
    expect(server.logins).toHaveLength(2);
  });

  it('connects anew after the server has ended the connection', async () => {
    const server = new Server();
    const agent = agentWith(server);
    await agent(mark);
    server.sessions[0]?.emit('error', new Error('terminating connection due to administrator command'));
    expect(await agent(mark)).toEqual(marked);
    expect(server.logins).toHaveLength(2);
  });

  it.each([
    ['does not listen', Object.assign(new Error('connect ECONNREFUSED 10.0.0.5:5432'), { code: 'ECONNREFUSED' }), 'Unavailable'],
    ['is starting up', Object.assign(new Error('the database system is starting up'), { code: '57P03' }), 'Unavailable'],
    ['does not answer in time', new Error('timeout exceeded when trying to connect'), 'Unavailable'],
    ['does not let it in', Object.assign(new Error('PAM authentication failed'), { code: '28000' }), 'Refused'],
  ])('replies, rather than throws, when the server %s', async (_, failure, error) => {
    const server = new Server();
    server.failure = failure;
    expect(await agentWith(server)(mark)).toEqual({ error, message: expect.stringContaining(failure.message) });
  });

  it('throws what is a bug', async () => {
    const server = new Server();
    server.failure = new TypeError('x is not a function');
    await expect(agentWith(server)(mark)).rejects.toThrow(TypeError);
  });

  it.each(['fence', 'open', 'wake'])('that is there to look refuses to %s, and does not even log in', async (ask) => {
    const server = new Server();
    expect(await agentWith(server, 'look')({ ask })).toEqual({
      error: 'Refused',
      message: `This function of the agent is there to look, and does not answer "${ask}".`,
    });
    expect(server.logins).toEqual([]);
  });

  it.each([
    { ask: 'observe' },
    { ask: 'missing-keys', table: 'orders', keys: ['a'] },
    { ask: 'keys-since', table: 'orders', since: 0, after: null, limit: 1 },
  ])('that is there to act leaves $ask to the other', async (request) => {
    const server = new Server();
    expect(await agentWith(server)(request)).toMatchObject({ error: 'Refused' });
    expect(server.logins).toEqual([]);
  });

  it('writes one line to its log when it was woken, whatever came of it', async () => {
    const lines: string[] = [];
    const write = vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
    const server = new Server();
    server.failure = Object.assign(new Error('connect ECONNREFUSED 10.0.0.5:5432'), { code: 'ECONNREFUSED' });
    const agent = agentWith(server);
    await agent({ ask: 'wake' });
    await agent(mark);
    write.mockRestore();
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({
        ask: 'wake',
        region: dr,
        error: 'Unavailable',
        message: expect.stringContaining('ECONNREFUSED'),
      }),
    ]);
  });

  it.each([{ ask: 'drop' }, { ask: 'mark' }, { ask: 'observe', sql: 'select 1' }, null])('does not do %j', async (request) => {
    const server = new Server();
    expect(await agentWith(server)(request)).toMatchObject({ error: 'Refused' });
    expect(server.logins).toEqual([]);
  });
});
