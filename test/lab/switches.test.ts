import { afterEach, describe, expect, it } from 'vitest';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import { type LabHarness, startLab, until } from './lab-harness.ts';

const USERS = { users: 8, thinkMs: 20 };

describe('what the switches do to users and to what they were told', () => {
  let lab: LabHarness;
  afterEach(() => lab?.stop(), 30_000);

  const failOver = async (): Promise<number> => {
    const { world, regions } = lab;
    await world.database.promote(regions.dr);
    await until('the DR database is promoted', async () => (await world.database.status(regions.dr)).replicaOf === null);
    await world.agent.open(regions.dr);
    const shiftedAt = world.clock.now();
    await world.traffic.shift(regions.dr, { run: 'DR-1', epoch: 1 });
    await until('DNS leads to the DR Region', async () => (await world.traffic.look()).answers === regions.dr);
    return shiftedAt;
  };
  const servedSince = async (since: number, region: string): Promise<boolean> =>
    (await lab.lab.users.firstSince(since, region)) !== null;

  it('after a kill loses exactly what the replica had not received, and users come back by DNS', async () => {
    lab = await startLab({ ...USERS, replicationDelayMs: 200 });
    const { primary, dr } = lab.regions;
    await until('users write', async () => lab.lab.users.acknowledged() > 100);
    await lab.kill(primary);
    await expect(lab.world.agent.observe(primary)).rejects.toBeInstanceOf(Unavailable);
    expect(await lab.lab.judge.canWriterCommit(primary)).toBe(false);
    expect((await lab.lab.view()).regions[0]).toMatchObject({ state: 'killed', database: 'down', services: {} });
    const shiftedAt = await failOver();
    await until('users are served by the DR Region', () => servedSince(shiftedAt, dr));
    await lab.lab.users.quiet();

    const ledger = await lab.lab.users.ledger();
    const whileDead = await lab.lab.judge.reconcile(ledger, primary, dr);
    await lab.heal(primary);
    const [onOld, onNew] = [await lab.lab.judge.ids(primary), await lab.lab.judge.ids(dr)];
    const notReceived = [...(onOld ?? [])].filter((id) => !onNew?.has(id));
    const acknowledged = new Set(ledger.map(({ id }) => id));
    expect(whileDead.lost).toBeGreaterThan(0);
    expect(whileDead.lost).toBe(notReceived.filter((id) => acknowledged.has(id)).length);
    expect(await lab.lab.judge.reconcile(ledger, primary, dr)).toEqual({ ...whileDead, lost: 0, stranded: whileDead.lost });
    expect(await lab.lab.judge.canWriterCommit(primary), 'what was killed comes back as it was').toBe(true);
  });

  it('while cut off serves users who know its address, answers the platform nothing, and strands what they write', async () => {
    lab = await startLab(USERS);
    const { primary, dr } = lab.regions;
    await until('users write', async () => lab.lab.users.acknowledged() > 50);
    await lab.cutOff(primary);
    const cutAt = lab.world.clock.now();
    await expect(lab.world.agent.observe(primary)).rejects.toBeInstanceOf(Unavailable);
    await expect(lab.world.probe.throughBalancer(primary)).rejects.toBeInstanceOf(Unavailable);
    await until('users are still served', () => servedSince(cutAt + 100, primary));
    const shiftedAt = await failOver();
    await until('users are served by the DR Region', () => servedSince(shiftedAt, dr));
    expect(await lab.lab.judge.canWriterCommit(primary), 'nobody could fence it').toBe(true);

    await lab.heal(primary);
    await until('the old primary is fenced', async () => {
      const seen = await lab.world.agent.fence(primary);
      return !seen.writersMayLogin && seen.writerSessions === 0;
    });
    const fencedAt = lab.world.clock.now();
    await until('users go on in the DR Region', () => servedSince(fencedAt, dr));
    await lab.lab.users.quiet();
    expect(await servedSince(fencedAt, primary), 'nothing is acknowledged behind a fence').toBe(false);
    const ledger = await lab.lab.users.ledger();
    const counted = await lab.lab.judge.reconcile(ledger, primary, dr);
    expect(counted).toMatchObject({ acknowledged: ledger.length, lost: 0 });
    expect(counted.stranded).toBeGreaterThan(0);
    const listed = await lab.world.agent.stranded(primary, dr, cutAt - 5_000);
    expect(listed.count).toBeGreaterThanOrEqual(counted.stranded);
    expect((await lab.lab.view()).regions[0]).toMatchObject({ state: 'healthy', database: 'fenced' });
  });

  it('counts in the view what the users saw', async () => {
    lab = await startLab(USERS);
    await until('samples are there', async () => lab.lab.users.samples().length >= 4);
    await lab.lab.users.quiet();
    const written = (await lab.lab.users.ledger()).length;
    await until('the last sample has arrived', async () => lab.lab.users.acknowledged() === written);
    const { users } = await lab.lab.view();
    expect(users).toMatchObject({ count: 8, acknowledged: written, failed: lab.lab.users.failed() });
    const perSample = users.samples.map(({ ok }) => ok[lab.regions.primary] ?? 0);
    expect(perSample.reduce((sum, count) => sum + count, 0)).toBe(written);
  });
});
