import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditedKeysSince } from '../../orchestrator/agent/audit.ts';
import { AGENT_ROLE } from '../../orchestrator/agent/bootstrap-sql.ts';
import { Refused } from '../../orchestrator/domain/errors.ts';
import { lsnToBytes } from '../../orchestrator/domain/lsn.ts';
import { type LabHarness, startLab, until } from './lab-harness.ts';

describe('the databases of two Regions, and their agents', () => {
  let lab: LabHarness;
  let primary: string;
  let dr: string;
  beforeAll(async () => {
    lab = await startLab();
    ({ primary, dr } = lab.regions);
  }, 60_000);
  afterAll(() => lab?.stop(), 30_000);

  it('replicates what the primary commits, and lets nobody write on the replica', async () => {
    expect(await lab.writer.commit(primary)).toBe(true);
    const onPrimary = await lab.lab.judge.ids(primary);
    await until('the replica has the order', async () => (await lab.lab.judge.ids(dr))?.size === onPrimary?.size);
    expect(onPrimary?.size).toBe(1);
    expect(await lab.lab.judge.canWriterCommit(dr)).toBe(false);
    expect(await lab.world.database.status(dr)).toEqual({ state: 'available', replicaOf: primary });
  });

  it('runs the agent as a role that is no superuser and cannot become one', async () => {
    const superuser = await lab.lab.judge.connect(primary, 'postgres');
    const { rows } = await superuser.query('select rolsuper, rolbypassrls, rolreplication from pg_roles where rolname = $1', [
      AGENT_ROLE,
    ]);
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolreplication: false }]);
    for (const attempt of [
      `alter role ${AGENT_ROLE} superuser`,
      'create role another superuser',
      'set role postgres',
      `grant postgres to ${AGENT_ROLE}`,
      `grant pg_write_server_files to ${AGENT_ROLE}`,
      `grant pg_execute_server_program to ${AGENT_ROLE}`,
      'alter role postgres nologin',
    ]) {
      await superuser.query(`set session authorization ${AGENT_ROLE}`);
      await expect(superuser.query(attempt), attempt).rejects.toThrow(/permission denied|must be|Only roles/i);
      await superuser.query('reset session authorization');
    }
    await superuser.end();
  });

  it('sees whether the agent may commit a marker', async () => {
    const superuser = await lab.lab.judge.connect(primary, 'postgres');
    const mayMark = async () => (await lab.world.agent.observe(primary)).mayMark;
    expect(await mayMark()).toBe(true);
    await superuser.query(`revoke insert on dr.marker from ${AGENT_ROLE}`);
    expect(await mayMark()).toBe(false);
    await superuser.query(`grant insert on dr.marker to ${AGENT_ROLE}`);
    await superuser.end();
  });

  it('sees which audited tables the agent may not read, on the replica too, and whether commits have timestamps', async () => {
    const superuser = await lab.lab.judge.connect(primary, 'postgres');
    const seen = async (region: string) => {
      const { unreadable, tracksCommits } = await lab.world.agent.observe(region);
      return { unreadable, tracksCommits };
    };
    expect(await seen(primary)).toEqual({ unreadable: [], tracksCommits: true });
    await superuser.query(`revoke select on orders from ${AGENT_ROLE}`);
    expect(await seen(primary)).toEqual({ unreadable: ['orders'], tracksCommits: true });
    await until('the replica says so too', async () => (await seen(dr)).unreadable.length === 1);
    await superuser.query(`grant select on orders to ${AGENT_ROLE}`);
    expect(await seen(primary)).toEqual({ unreadable: [], tracksCommits: true });
    await superuser.end();
  });

  it('refuses to open or to fence a database that is still in recovery', async () => {
    await expect(lab.world.agent.open(dr)).rejects.toBeInstanceOf(Refused);
    await expect(lab.world.agent.fence(dr)).rejects.toBeInstanceOf(Refused);
  });

  it('stops the writers when it fences: nobody logs in, no session is left, prepared transactions are seen', async () => {
    const session = await lab.writer.connect(primary);
    expect(await session.commit()).toBe(true);
    const rollBack = await lab.writer.prepare(primary);
    expect((await lab.world.agent.fence(primary)).writersMayLogin).toBe(false);
    await until('no session is left', async () => (await lab.world.agent.fence(primary)).writerSessions === 0);
    expect((await lab.world.agent.observe(primary)).preparedTransactions).toBe(1);
    expect(await session.commit()).toBe(false);
    for (const writer of lab.application.database.writers) {
      await expect(lab.lab.judge.connect(primary, writer), writer).rejects.toThrow(/not permitted to log in/);
    }
    expect(await lab.lab.judge.canWriterCommit(primary)).toBe(false);
    await rollBack();
    expect((await lab.world.agent.observe(primary)).preparedTransactions).toBe(0);
    await session.close();
  });

  it('lets the writers in again when it opens', async () => {
    expect((await lab.world.agent.open(primary)).writersMayLogin).toBe(true);
    expect(await lab.lab.judge.canWriterCommit(primary)).toBe(true);
  });

  it('proves with the marker that the replica has everything, then promotes it, still fenced, and opens it', async () => {
    await lab.world.agent.fence(primary);
    const flushed = await lab.world.agent.mark(primary, { run: 'DR-7', epoch: 7 });
    expect(lsnToBytes(await lab.world.agent.mark(primary, { run: 'DR-7', epoch: 7 }))).toBeGreaterThanOrEqual(
      lsnToBytes(flushed),
    );
    await until('the replica shows the marker at or past its position', async () => {
      const { marker, replayedLsn } = await lab.world.agent.observe(dr);
      return marker?.epoch === 7 && replayedLsn !== null && lsnToBytes(replayedLsn) >= lsnToBytes(flushed);
    });

    await lab.world.database.promote(dr);
    await until('it is promoted', async () => (await lab.world.database.status(dr)).replicaOf === null);
    await lab.world.database.promote(dr);
    const promoted = await lab.world.agent.observe(dr);
    expect(promoted).toMatchObject({ inRecovery: false, writersMayLogin: false, receivedLsn: null });
    expect(await lab.lab.judge.canWriterCommit(dr)).toBe(false);
    await lab.world.agent.open(dr);
    expect(await lab.lab.judge.canWriterCommit(dr)).toBe(true);
    expect(await lab.lab.judge.canWriterCommit(primary)).toBe(false);
  });

  it('lists exactly the rows the old writer has and the new one does not', async () => {
    const since = Date.now() - 1_000;
    await lab.world.agent.open(primary);
    for (const _ of [1, 2, 3]) expect(await lab.writer.commit(primary)).toBe(true);
    expect(await lab.writer.commit(dr)).toBe(true);
    const [old, current] = [await lab.lab.judge.ids(primary), await lab.lab.judge.ids(dr)];
    const stranded = await lab.world.agent.stranded(primary, dr, since);
    expect(stranded.keys.toSorted()).toEqual([...(old ?? [])].filter((id) => !current?.has(id)).toSorted());
    expect(stranded.count).toBe(3);
    expect((await lab.world.agent.stranded(primary, dr, Date.now() + 1_000)).count).toBe(0);
  });

  it('looks at so many rows of a table at once, tells those that are new, and where to go on', async () => {
    const session = await lab.lab.judge.connect(primary, 'postgres');
    const { audit } = lab.application.database;
    const since = Date.now();
    const part = (after: string | null, limit: number) =>
      auditedKeysSince(session, audit, { ask: 'keys-since', table: 'orders', since, after, limit });
    await session.query('delete from orders');
    await session.query("insert into orders (id, customer) select 'old-' || n, 'x' from generate_series(1, 5) n");
    const { rows } = await session.query<{ at: Date }>('select clock_timestamp() as at');
    await until('the clock goes on', async () => Date.now() > (rows[0]?.at.getTime() ?? 0) + 1);
    const later = Date.now();
    await session.query("insert into orders (id, customer) values ('p-new', 'x')");
    const newer = (after: string | null) =>
      auditedKeysSince(session, audit, { ask: 'keys-since', table: 'orders', since: later, after, limit: 3 });
    expect(await part(null, 10)).toEqual({ keys: ['old-1', 'old-2', 'old-3', 'old-4', 'old-5', 'p-new'], next: null });
    expect(await newer(null)).toEqual({ keys: [], next: 'old-3' });
    expect(await newer('old-3')).toEqual({ keys: ['p-new'], next: 'p-new' });
    expect(await newer('p-new')).toEqual({ keys: [], next: null });
    await session.end();
  });

  it('refuses to fence when dr.yml names a writer that the database does not have', async () => {
    const superuser = await lab.lab.judge.connect(primary, 'postgres');
    const [writer] = lab.application.database.writers;
    await superuser.query(`alter role ${writer} rename to somebody_else`);
    await expect(lab.world.agent.fence(primary)).rejects.toThrow(`the database does not have: ${writer}`);
    await superuser.end();
  });
});
