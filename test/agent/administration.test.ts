import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schemaSql } from '../../lab/app/schema.ts';
import { AGENT_ROLE, bootstrapSql, writersSql } from '../../orchestrator/agent/bootstrap-sql.ts';
import type { Login } from '../../orchestrator/agent/password.ts';
import { logIn, tryLoginAt } from '../../orchestrator/aws/password-login.ts';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import { bootstrapOn } from '../../orchestrator/lambdas/bootstrap.ts';
import { rotationOn, type SecretVersions } from '../../orchestrator/lambdas/rotation.ts';
import { type FreshServer, likeRds, startFreshServer } from './fresh-server.ts';

const database = {
  name: 'shop',
  writers: ['shop_a', 'shop_b'],
  audit: [{ table: 'orders', key: 'id' }],
  instances: { primary: 'shop-primary', dr: 'shop-dr' },
};
const statements = [...writersSql({ database }), ...schemaSql(database.writers), ...bootstrapSql({ database }, 'iam')];
const withoutTls = { ssl: false };

/** All that the statements could change, as the catalogs have it. */
const CATALOGS = [
  'select rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls from pg_roles order by 1',
  `select roleid::regrole::text as role, member::regrole::text, admin_option, inherit_option, set_option from pg_auth_members order by 1, 2, 3`,
  'select nspname, nspowner::regrole::text, nspacl::text from pg_namespace order by 1',
  `select relname, relkind, relowner::regrole::text, relacl::text from pg_class c join pg_namespace n on n.oid = relnamespace
    where nspname in ('public', 'dr') order by 1`,
  'select count(*)::int as heartbeats from dr.heartbeat',
];
async function catalogs(session: Client): Promise<unknown> {
  const all = [];
  for (const query of CATALOGS) all.push((await session.query(query)).rows);
  return all;
}

describe('the roles of a database that is made here, by a master user who is no superuser', () => {
  let server: FreshServer;
  const login: Login = { username: 'shop_a', password: 'first-of-the-secret' };
  const tryLogin = (who: Login) => tryLoginAt(server.endpoint, withoutTls)(who);
  const bootstrap = (RequestType: string) =>
    bootstrapOn({
      master: async () => likeRds(await logIn(server.endpoint, server.master, withoutTls)),
      writer: async () => login,
      tryLogin,
    })({ RequestType, ResourceProperties: { statements } });
  const passwords = async (): Promise<unknown> => {
    const superuser = await server.asSuperuser();
    const { rows } = await superuser.query('select rolname, rolpassword from pg_authid order by 1');
    await superuser.end();
    return rows;
  };
  const look = async (): Promise<unknown> => {
    const master = await server.connect(server.master.username, server.master.password);
    const seen = await catalogs(master);
    await master.end();
    return seen;
  };
  beforeAll(async () => {
    server = await startFreshServer();
  }, 60_000);
  afterAll(() => server?.stop(), 30_000);

  it('are finished from wherever the making of them was broken off', async () => {
    const master = likeRds(await server.connect(server.master.username, server.master.password));
    const ends = new Set<string>();
    for (let done = 0; done <= statements.length; done++) {
      await master.query('begin');
      for (const statement of [...statements.slice(0, done), ...statements]) await master.query(statement);
      ends.add(JSON.stringify(await catalogs(master)));
      await master.query('rollback');
    }
    await master.end();
    expect(ends.size).toBe(1);
  });

  it('are made, with the writer of the secret able to log in and to write', async () => {
    expect(await tryLogin(login)).toBe('wrong password');
    await bootstrap('Create');
    expect(await tryLogin(login)).toBe('in');
    const writer = await server.connect(login.username, login.password);
    await writer.query("insert into orders (id, customer) values ('1', 'Ines')");
    await expect(writer.query('create table mine (id int)')).rejects.toThrow(/permission denied/);
    await writer.end();
  });

  it('are not changed when they are made again, passwords included', async () => {
    const before = [await look(), await passwords()];
    await bootstrap('Update');
    expect([await look(), await passwords()]).toEqual(before);
  });

  it('leave the master user its password: it is no member of rds_iam, at however many removes', async () => {
    expect(await tryLogin(server.master)).toBe('in');
    const superuser = await server.asSuperuser();
    const { rows } = await superuser.query("select pg_has_role('administrator', 'rds_iam', 'member') as member");
    const agent = await superuser.query("select pg_has_role('dr_agent', 'rds_iam', 'member') as member");
    await superuser.end();
    expect([rows[0], agent.rows[0]]).toEqual([{ member: false }, { member: true }]);
  });

  it('are refused to a user who is a member of the agent, before it is locked out', async () => {
    const superuser = await server.asSuperuser();
    await superuser.query('revoke rds_iam from dr_agent; grant dr_agent to administrator with admin true');
    await superuser.end();
    const refused = await bootstrap('Update').catch((error: Error) => error.message);
    expect(refused).toContain('administrator is a member of dr_agent: RDS would refuse its password');
    expect(await tryLogin(server.master)).toBe('in');
    const master = await server.connect(server.master.username, server.master.password);
    await master.query(/Run "(.+)" and begin again/.exec(String(refused))?.[1] ?? 'select no_advice');
    await master.end();
    await bootstrap('Update');
    expect(await tryLogin(server.master)).toBe('in');
  });

  it('stay as they are when the stack goes', async () => {
    const before = [await look(), await passwords()];
    await bootstrap('Delete');
    expect([await look(), await passwords()]).toEqual(before);
  });

  it('are left fenced: making them again gives nobody LOGIN back', async () => {
    const superuser = await server.asSuperuser();
    await superuser.query('alter role shop_a nologin');
    expect(await tryLogin(login)).toBe('locked out');
    await bootstrap('Update');
    expect(await tryLogin(login)).toBe('locked out');
    await superuser.query('alter role shop_a login');
    await superuser.end();
    expect(await tryLogin(login)).toBe('in');
  });

  it('are refused on a replica, in a sentence, before anything is run', async () => {
    const asked: string[] = [];
    const replica = {
      query: async (text: string) => {
        asked.push(text);
        return { rows: [{ replica: true }] };
      },
      end: async () => {},
    };
    const refused = bootstrapOn({ master: async () => replica as never, writer: async () => login, tryLogin });
    await expect(refused({ RequestType: 'Update', ResourceProperties: { statements } })).rejects.toThrow(/is a replica/);
    expect(asked).toHaveLength(1);
  });

  describe('whose secret is rotated', () => {
    let secret: Secret;
    let agent: Client;
    const step = (Step: string, ClientRequestToken: string) =>
      rotationOn({
        versions: () => secret,
        writers: database.writers,
        lend: (work) => work(agent),
        tryLogin,
        sleep: (ms) => sleep(ms / 10),
      })({ SecretId: 'shop/writer', ClientRequestToken, Step });
    const rotate = async (token: string) => {
      for (const each of ['createSecret', 'setSecret', 'testSecret', 'finishSecret']) await step(each, token);
    };
    beforeAll(async () => {
      secret = new Secret(login);
      const superuser = await server.asSuperuser();
      await superuser.query(`alter role ${AGENT_ROLE} password 'of-the-test'`);
      await superuser.end();
      agent = await server.connect(AGENT_ROLE, 'of-the-test');
    });
    afterAll(() => agent?.end());

    it('is tested with what the secret has when it is turned on, before anything is pending', async () => {
      await step('testSecret', 'none');
      const before = secret;
      secret = new Secret({ ...login, password: 'another' });
      await expect(step('testSecret', 'none')).rejects.toThrow(/wrong password/);
      secret = before;
    });

    it('hands over to the other writer, while the one before can still log in', async () => {
      await rotate('one');
      const now = await secret.current();
      expect(now.username).toBe('shop_b');
      expect(await tryLogin(now)).toBe('in');
      expect(await tryLogin(login)).toBe('in');
    });

    it('hands back with a new password the next time', async () => {
      await rotate('two');
      const now = await secret.current();
      expect(now.username).toBe('shop_a');
      expect(now.password).not.toBe(login.password);
      expect(await tryLogin(now)).toBe('in');
      expect(await tryLogin(login)).toBe('wrong password');
    });

    it('ends the same when every step is called twice, as Secrets Manager may', async () => {
      for (const each of ['createSecret', 'setSecret', 'testSecret', 'finishSecret']) {
        await step(each, 'three');
        await step(each, 'three');
      }
      const now = await secret.current();
      expect(now.username).toBe('shop_b');
      expect(await tryLogin(now)).toBe('in');
    });

    it('is refused while a writer is fenced, and gives nobody LOGIN back', async () => {
      for (const writer of database.writers) await agent.query(`alter role ${writer} nologin`);
      const before = await secret.current();
      await step('createSecret', 'four');
      await expect(step('setSecret', 'four')).rejects.toThrow(/fenced/);
      await expect(step('testSecret', 'four')).rejects.toThrow(/locked out|wrong password/);
      expect(await secret.current()).toEqual(before);
      const { rows } = await agent.query('select rolcanlogin as login from pg_roles where rolname = any($1)', [database.writers]);
      expect(rows).toEqual([{ login: false }, { login: false }]);
      for (const writer of database.writers) await agent.query(`alter role ${writer} login`);
      await rotate('four');
      expect((await secret.current()).username).toBe('shop_a');
    });

    it('waits until a replica knows the new password, so that a failover finds what the secret says', async () => {
      const replica = await server.replica.asSuperuser();
      await replica.query('select pg_wal_replay_pause()');
      await step('createSecret', 'six');
      await expect(step('setSecret', 'six')).rejects.toThrow(Unavailable);
      await replica.query('select pg_wal_replay_resume()');
      await replica.end();
      for (const each of ['setSecret', 'testSecret', 'finishSecret']) await step(each, 'six');
      expect(await tryLoginAt(server.replica.endpoint, withoutTls)(await secret.current())).toBe('in');
    });

    it('is not finished when the fence comes between the new password and its test', async () => {
      const before = await secret.current();
      await step('createSecret', 'five');
      await step('setSecret', 'five');
      for (const writer of database.writers) await agent.query(`alter role ${writer} nologin`);
      await expect(step('testSecret', 'five')).rejects.toThrow(/could not log in with the password of the secret: locked out/);
      expect(await secret.current()).toEqual(before);
      for (const writer of database.writers) await agent.query(`alter role ${writer} login`);
    });
  });

  it('are taken back by the statements of docs/attach.md, and given again by making them again', async () => {
    const detach = /## Detaching it[\s\S]*?```sql\n([\s\S]*?)```/.exec(readFileSync('docs/attach.md', 'utf8'))?.[1] ?? '';
    const before = await look();
    const master = await logIn(server.endpoint, server.master, withoutTls);
    await master.query(detach.replace('rds_iam, ', ''));
    const superuser = await server.asSuperuser();
    await superuser.query('revoke rds_iam from dr_agent');
    await superuser.end();
    const { rows } = await master.query(
      "select count(*)::int as memberships from pg_auth_members where member = 'dr_agent'::regrole",
    );
    const shared = await master.query("select count(*)::int as rights from pg_shdepend where refobjid = 'dr_agent'::regrole");
    await master.end();
    expect([rows[0], shared.rows[0]]).toEqual([{ memberships: 0 }, { rights: 0 }]);
    await bootstrap('Update');
    expect(await look()).toEqual(before);
  });
});

/** A secret with its versions, as Secrets Manager keeps them. */
class Secret implements SecretVersions {
  readonly #values = new Map<string, Login>();
  #current = 'first';

  constructor(first: Login) {
    this.#values.set('first', first);
  }
  async current(): Promise<Login> {
    const value = this.#values.get(this.#current);
    if (value === undefined) throw new Error('The secret is empty.');
    return value;
  }
  async pending(token: string): Promise<Login | null> {
    return this.#values.get(token) ?? null;
  }
  async put(token: string, login: Login): Promise<void> {
    this.#values.set(token, login);
  }
  async makeCurrent(token: string): Promise<void> {
    this.#current = token;
  }
}
