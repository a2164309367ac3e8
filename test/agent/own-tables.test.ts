import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AGENT_ROLE, bootstrapSql, ownTablesSql, writersSql } from '../../orchestrator/agent/bootstrap-sql.ts';
import { type FreshServer, likeRds, startFreshServer } from './fresh-server.ts';

const database = {
  name: 'shop',
  writers: ['shop_a', 'shop_b'],
  audit: [{ table: 'invoices', key: 'id' }],
  instances: { primary: 'shop-primary', dr: 'shop-dr' },
};
const PASSWORD = 'of-the-test';
const migration = /```\n(set role shop_a;[\s\S]*?)```/.exec(readFileSync('docs/deploy.md', 'utf8'))?.[1] ?? '';

describe('the database of an application that makes its own tables', () => {
  let server: FreshServer;
  beforeAll(async () => {
    server = await startFreshServer();
  }, 60_000);
  afterAll(() => server?.stop(), 30_000);

  /** Runs the statements as a deployment does, and answers what they warned of. */
  const bootstrap = async (): Promise<readonly string[]> => {
    const warnings: string[] = [];
    const master = likeRds(await server.connect(server.master.username, server.master.password));
    master.on('notice', ({ severity, message }) => severity === 'WARNING' && warnings.push(String(message)));
    const statements = [...writersSql({ database }), ...ownTablesSql({ database }), ...bootstrapSql({ database }, 'iam')];
    for (const statement of statements) await master.query(statement);
    await master.end();
    return warnings;
  };

  it('is prepared before there is any table, and says which the agent cannot read yet', async () => {
    expect(await bootstrap()).toEqual([
      expect.stringMatching(/behind in invoices are not counted until its owner grants .*does not exist/),
    ]);
  });

  it('lets whichever writer the secret names carry out the migration of the manual, and every writer write', async () => {
    const superuser = await server.asSuperuser();
    for (const role of [...database.writers, AGENT_ROLE]) await superuser.query(`alter role ${role} password '${PASSWORD}'`);
    await superuser.end();
    for (const statement of [migration, 'set role shop_a; alter table invoices add column paid boolean']) {
      const second = await server.connect('shop_b', PASSWORD);
      await second.query(statement);
      await second.end();
    }
    for (const [index, role] of database.writers.entries()) {
      const writer = await server.connect(role, PASSWORD);
      await writer.query('insert into invoices (id, amount) values ($1, 1)', [String(index)]);
      await writer.end();
    }
    const agent = await server.connect(AGENT_ROLE, PASSWORD);
    expect((await agent.query('select id from invoices order by id')).rows).toEqual([{ id: '0' }, { id: '1' }]);
    await agent.end();
  });

  it('is prepared anew although its tables are not the administrator’s, who warns of what their owner has yet to grant', async () => {
    expect(await bootstrap()).toEqual([]);
    const superuser = await server.asSuperuser();
    await superuser.query(`revoke select on invoices from ${AGENT_ROLE}`);
    await superuser.end();
    expect(await bootstrap()).toEqual([expect.stringMatching(/behind in invoices .*permission denied/)]);
  });
});
