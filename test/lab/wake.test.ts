import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labDynamoClient, TABLE } from '../../lab/records/start.ts';
import { answer } from '../../orchestrator/agent/answer.ts';
import { AGENT_ROLE } from '../../orchestrator/agent/bootstrap-sql.ts';
import { NO_HEARTBEAT } from '../../orchestrator/agent/heartbeat.ts';
import { WakeAnswer } from '../../orchestrator/agent/request.ts';
import { dynamoRecords } from '../../orchestrator/aws/records/dynamo-records.ts';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import type { Writer } from '../../orchestrator/domain/writer.ts';
import type { Claims } from '../../orchestrator/ports/records.ts';
import { promoted } from '../contracts/in-world.ts';
import { type LabHarness, startLab, until } from './lab-harness.ts';

const NO_SLACK = { api: 'http://127.0.0.1:1/', botToken: 'none', signingSecret: 'none' };

describe("a Region's agent, where no platform runs", () => {
  let lab: LabHarness;
  let claims: Claims;
  let primary: string;
  let dr: string;
  /** On record before the move, and since. */
  let [old, current]: (Writer | null)[] = [];
  beforeAll(async () => {
    lab = await startLab();
    ({ primary, dr } = lab.regions);
    ({ claims } = dynamoRecords(labDynamoClient(lab.lab.addresses(NO_SLACK, 1).records), TABLE));
  }, 60_000);
  afterAll(() => lab?.stop(), 30_000);

  const heartbeatIn = async (region: string): Promise<number> => (await lab.world.agent.observe(region)).heartbeat?.at ?? 0;
  const canCommit = (region: string): Promise<boolean> => lab.lab.judge.canWriterCommit(region);
  const asSuperuser = async <T>(region: string, work: (superuser: Client) => Promise<T>): Promise<T> => {
    const superuser = await lab.lab.judge.connect(region, 'postgres');
    try {
      return await work(superuser);
    } finally {
      await superuser.end();
    }
  };
  /** Wakes an agent that takes itself for the one of `own`, in the database of DR, with that copy of the record. */
  const wakeInDr = (own: string, recordedWriter: () => Promise<Writer | null>) =>
    asSuperuser(dr, async (session) => {
      await session.query(`set session authorization ${AGENT_ROLE}`);
      return WakeAnswer.parse(await answer({ ask: 'wake' }, session, lab.application.database, { region: own, recordedWriter }));
    });
  const nextRecord = async (to: string): Promise<{ epoch: number; run: string; writer: Writer | null }> => {
    const { run, epoch } = await claims.take(lab.application.id, 1);
    const holder = { application: lab.application.id, run, epoch };
    const { writer } = await claims.passPointOfNoReturn(holder, to, 2);
    await claims.release(holder);
    return { run, epoch, writer };
  };

  it('leaves a heartbeat again and again, which arrives in the replica', async () => {
    const first = await heartbeatIn(primary);
    await until('the heartbeat goes on', async () => (await heartbeatIn(primary)) > first);
    const second = await heartbeatIn(primary);
    await until('it has arrived', async () => (await heartbeatIn(dr)) >= second);
  });

  it('fences its Region when it hears that it was left behind, and no sooner; nobody writes there from then on', async () => {
    old = (await nextRecord(primary)).writer;
    const session = await lab.writer.connect(primary);
    await lab.cutOff(primary);
    const { run, epoch, writer } = await nextRecord(dr);
    current = writer;
    await promoted(lab);
    await lab.world.agent.mark(dr, { run, epoch });
    await lab.world.agent.open(dr);

    const look = () =>
      asSuperuser(primary, async (superuser) => (await superuser.query('select at::text from dr.heartbeat')).rows);
    const before = await look();
    await until('it has woken while cut off', async () => JSON.stringify(await look()) !== JSON.stringify(before));
    expect(await session.commit()).toBe(true);

    const healedAt = Date.now();
    await lab.heal(primary);
    await until('it has fenced itself', async () => (await lab.world.agent.observe(primary)).writersMayLogin === false);
    await until('no session is left', async () => (await lab.world.agent.observe(primary)).writerSessions === 0);
    expect(await session.commit()).toBe(false);
    expect(await canCommit(primary)).toBe(false);
    await until('it has noted when', async () => {
      const { heartbeat } = await lab.world.agent.observe(primary);
      return (heartbeat?.fencedAt ?? 0) >= healedAt;
    });
    expect(await canCommit(dr)).toBe(true);
    await session.close();
  });

  it('fences it again when somebody lets the writers in', async () => {
    await lab.world.agent.open(primary);
    await until('it has fenced itself', async () => (await lab.world.agent.observe(primary)).writersMayLogin === false);
  });

  it('leaves the current writer alone although its copy of the record is stale', async () => {
    const { fences, says } = await wakeInDr(dr, async () => old ?? null);
    expect({ fences, says }).toEqual({ fences: false, says: expect.stringContaining(`made ${primary} the writer`) });
    expect(await canCommit(dr)).toBe(true);
  });

  it('leaves a Region alone that was made anew from the writer and opened by hand', async () => {
    const { fences, says } = await wakeInDr(primary, async () => current ?? null);
    expect({ fences, says }).toEqual({ fences: false, says: expect.stringContaining(`made ${dr} the writer`) });
    expect(await canCommit(dr)).toBe(true);
  });

  it('leaves its Region alone while the record cannot be read, and does not beat, so that somebody hears of it', async () => {
    const unreadable = () =>
      wakeInDr(primary, async () => {
        throw new Unavailable('The table does not answer.');
      });
    // The agent that lives there cannot read it either; what it had under way it finishes.
    await lab.cutOff(dr);
    await until('no heartbeat is left by waking', async () => {
      const [first, second] = [await unreadable(), await unreadable()];
      expect(second).toMatchObject({ fences: false, says: expect.stringContaining('cannot be read') });
      return first.seen.heartbeat?.at === second.seen.heartbeat?.at;
    });
    await lab.heal(dr);
    const before = await heartbeatIn(dr);
    await until('the heartbeat goes on', async () => (await heartbeatIn(dr)) > before);
  });

  it('says what is missing in a database that was prepared before there was a heartbeat, and looks and fences all the same', async () => {
    await asSuperuser(dr, (superuser) => superuser.query('drop table dr.heartbeat'));
    const { says, seen } = await wakeInDr(dr, async () => current ?? null);
    expect(says).toContain(NO_HEARTBEAT);
    expect(seen).toMatchObject({ heartbeat: null, writersMayLogin: true });
    const left = await wakeInDr(primary, async () => ({ region: dr, epoch: 99, run: 'DR-99' }));
    expect(left).toMatchObject({ fences: true, seen: { writersMayLogin: false, writerSessions: 0 } });
    expect(await canCommit(dr)).toBe(false);
  });
});
