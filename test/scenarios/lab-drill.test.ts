import { describe, expect, it } from 'vitest';
import { approve, request } from '../../lab/headless/people.ts';
import { until } from '../../lab/headless/until.ts';
import type { Lab } from '../../lab/lab.ts';
import type { World } from '../../orchestrator/ports/world.ts';
import { busyLab, TEST_MS } from './busy-lab.ts';
import { begun, closed, PATIENCE_MS, wayInto } from './round-trip.ts';

/** As long as a browser’s user waits at the least: a machine that is busy with tests keeps no answer within half a second. */
const PATIENT_MS = 3_000;

interface Busy {
  readonly lab: Lab;
  readonly world: World;
  readonly primary: string;
  readonly dr: string;
  /** When nothing had been asked for yet, epoch ms. */
  readonly since: number;
  readonly before: Awaited<ReturnType<typeof productionOf>>;
}

/** A lab under load, and the platform's way into it. */
async function underLoad(): Promise<Busy> {
  const lab = await busyLab({ users: 8, thinkMs: 10, patienceMs: PATIENT_MS });
  const world = wayInto(lab);
  const { primary, dr } = lab.world.config.regions;
  return { lab, world, primary, dr, since: Date.now(), before: await productionOf(lab, world) };
}

/** What production is made of, as anybody can see it; positions and times go on. */
async function productionOf(lab: Lab, world: World) {
  const { primary, dr } = lab.world.config.regions;
  return Promise.all(
    [primary, dr].map(async (region) => {
      const { inRecovery, writersMayLogin, marker } = await world.agent.observe(region);
      const { answers, flags } = await world.traffic.look();
      const [database, services] = await Promise.all([world.database.status(region), world.services.look(region)]);
      return { inRecovery, writersMayLogin, marker, answers, flags, database, services };
    }),
  );
}

async function drill(lab: Lab): Promise<string> {
  const { run } = await request(lab, 'the quarterly drill', 'drill');
  await approve(lab, run.id);
  return run.id;
}

/** What was stored of the drill; the day's dry run may have come after it. */
async function resultIn(lab: Lab) {
  const tests = await lab.records.tests.recent('shop', 5);
  return tests.find(({ kind }) => kind === 'drill');
}

/** When requests of users failed since nothing had been asked for, epoch ms. */
async function failuresOf({ lab, since }: Busy): Promise<readonly number[]> {
  return (await lab.world.users.failures()).filter((at) => at >= since);
}

/** Nothing of it is left, production is as it was, and every write of the users was and is acknowledged by the same writer. */
async function leftNoTrace(busy: Busy): Promise<void> {
  const { lab, world, primary, dr, before } = busy;
  await until('Nothing is left', PATIENCE_MS, async () => ((await world.drills.leftovers(dr)).length === 0 ? true : null));
  const since = Date.now();
  await until('A write afterwards', PATIENCE_MS, () => lab.world.users.firstSince(since, primary));
  await lab.world.users.quiet();
  expect(await failuresOf(busy)).toEqual([]);
  expect(await productionOf(lab, world)).toEqual(before);
  const ledger = await lab.world.users.ledger();
  expect(ledger.every(({ region }) => region === primary)).toBe(true);
  await until('The standby has every write', PATIENCE_MS, async () => {
    const [here, there] = await Promise.all([lab.world.judge.ids(primary), lab.world.judge.ids(dr)]);
    return here !== null && there !== null && [...here].every((id) => there.has(id)) && here.size === there.size ? true : null;
  });
}

describe('a drill under load', () => {
  it('promotes and uses a copy, which no user and no database of production feels', { timeout: TEST_MS }, async () => {
    const busy = await underLoad();
    const { lab } = busy;
    const view = await closed(lab, await drill(lab));
    expect(view.closed).toMatchObject({ result: 'succeeded', left: [] });
    expect(view.closed?.summary?.rpo.achievedMs).toBeLessThan(60_000);
    await leftNoTrace(busy);
    expect(await resultIn(lab)).toMatchObject({ passed: true });
  });

  it('goes on where it was when the platform is killed half-way', { timeout: TEST_MS }, async () => {
    const busy = await underLoad();
    const { lab } = busy;
    const id = await drill(lab);
    await begun(lab, 'drill-services');
    await lab.flip({ do: 'kill-platform' });
    expect((await closed(lab, id)).closed?.result).toBe('succeeded');
    await leftNoTrace(busy);
  });

  it('is removed and has failed when its copy is taken away from under it', { timeout: TEST_MS }, async () => {
    const busy = await underLoad();
    const { lab } = busy;
    const id = await drill(lab);
    await begun(lab, 'drill-promote');
    await until('The copy is taken away', PATIENCE_MS, () =>
      busy.world.drills.remove({ region: busy.dr, run: id }).then(
        () => true,
        () => null,
      ),
    );
    const view = await closed(lab, id);
    expect(view.closed).toMatchObject({ result: 'rolled-back', left: [] });
    await leftNoTrace(busy);
    expect(await resultIn(lab)).toMatchObject({ passed: false });
  });

  it('gives way to a failover, before which no user felt anything, which finds the standby as it was, and is removed by the sweeper', {
    timeout: TEST_MS,
  }, async () => {
    const busy = await underLoad();
    const { lab, world, dr } = busy;
    const id = await drill(lab);
    // The drill goes on until the failover is approved: it is asked for as soon as there is something to remove.
    await begun(lab, 'drill-copy');
    const failover = await request(lab, 'us-east-1 is failing', 'failover', id);
    await approve(lab, failover.run.id);
    const moved = await closed(lab, failover.run.id);
    expect(moved.closed?.result).toBe('succeeded');
    const fencedFrom = moved.rows.find((row) => row.id === 'fence')?.startedAt ?? 0;
    expect(fencedFrom).toBeGreaterThan(failover.run.requestedAt);
    const failures = await failuresOf(busy);
    expect(failures.filter((at) => at < fencedFrom)).toEqual([]);
    expect(failures.length).toBeGreaterThan(0);
    expect(await lab.records.journal.run(id)).toMatchObject({ result: 'superseded' });
    await until('Nothing is left', PATIENCE_MS, async () => ((await world.drills.leftovers(dr)).length === 0 ? true : null));
    expect(await lab.world.judge.canWriterCommit(dr)).toBe(true);
  });
});
