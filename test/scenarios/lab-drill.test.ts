import { afterEach, describe, expect, it } from 'vitest';
import { approve, request } from '../../lab/headless/people.ts';
import { until } from '../../lab/headless/until.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import type { World } from '../../orchestrator/ports/world.ts';
import { PATIENCE_MS, wayInto } from './round-trip.ts';

/** A machine that is busy with other things only takes longer: time decides nothing here. */
const TEST_MS = 240_000;
/** As long as a browser’s user waits at the least: a machine that is busy with tests keeps no answer within half a second. */
const PATIENT_MS = 3_000;
let lab: Lab;
afterEach(() => lab.stop());

interface Busy {
  readonly world: World;
  readonly primary: string;
  readonly dr: string;
  /** Requests that failed before the drill was asked for. */
  readonly failed: number;
  readonly before: Awaited<ReturnType<typeof productionOf>>;
}

/** A lab under load, whose users have written for a while, and the platform's way into it. */
async function busyLab(): Promise<Busy> {
  lab = await startLab({ signals: false, users: 8, thinkMs: 10, patienceMs: PATIENT_MS });
  await until('Writes', PATIENCE_MS, async () => (lab.world.users.acknowledged() > 200 ? true : null));
  const world = wayInto(lab);
  const { primary, dr } = lab.world.config.regions;
  return { world, primary, dr, failed: lab.world.users.failed(), before: await productionOf(world) };
}

/** What production is made of, as anybody can see it; positions and times go on. */
async function productionOf(world: World) {
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

const runWhere = (what: string, holds: (view: RunView) => boolean): Promise<RunView> =>
  until(what, PATIENCE_MS, async () => {
    const view = await lab.newestRun();
    return view !== null && holds(view) ? view : null;
  });
const closed = (id: string): Promise<RunView> =>
  runWhere('The end of the run', ({ run, phase }) => run.id === id && phase === 'closed');
const begun = (row: string): Promise<RunView> =>
  runWhere(`The row ${row}`, ({ rows }) => rows.some(({ id, state }) => id === row && state !== 'waiting'));

async function drill(): Promise<string> {
  const { run } = await request(lab, 'the quarterly drill', 'drill');
  await approve(lab, run.id);
  return run.id;
}

/** Requests that failed until then, as the users told it last, which they do four times a second. */
function failedUntil(at: number): number {
  const after = lab.world.users.samples().filter((sample) => sample.at > at);
  return lab.world.users.failed() - after.reduce((sum, { failed }) => sum + failed, 0);
}

/** Nothing of it is left, production is as it was, and every write of the users was and is acknowledged by the same writer. */
async function leftNoTrace({ world, primary, dr, failed, before }: Busy): Promise<void> {
  await until('Nothing is left', PATIENCE_MS, async () => ((await world.drills.leftovers(dr)).length === 0 ? true : null));
  const since = Date.now();
  await until('A write afterwards', PATIENCE_MS, () => lab.world.users.firstSince(since, primary));
  await lab.world.users.quiet();
  expect(lab.world.users.failed()).toBe(failed);
  expect(await productionOf(world)).toEqual(before);
  const ledger = await lab.world.users.ledger();
  expect(ledger.every(({ region }) => region === primary)).toBe(true);
  await until('The standby has every write', PATIENCE_MS, async () => {
    const [here, there] = await Promise.all([lab.world.judge.ids(primary), lab.world.judge.ids(dr)]);
    return here !== null && there !== null && [...here].every((id) => there.has(id)) && here.size === there.size ? true : null;
  });
}

describe('a drill under load', () => {
  it('promotes and uses a copy, which no user and no database of production feels', { timeout: TEST_MS }, async () => {
    const busy = await busyLab();
    const view = await closed(await drill());
    expect(view.closed).toMatchObject({ result: 'succeeded', left: [] });
    expect(view.closed?.summary?.rpo.achievedMs).toBeLessThan(60_000);
    await leftNoTrace(busy);
    const [test] = await lab.records.tests.recent('shop', 1);
    expect(test).toMatchObject({ kind: 'drill', passed: true });
  });

  it('goes on where it was when the platform is killed half-way', { timeout: TEST_MS }, async () => {
    const busy = await busyLab();
    const id = await drill();
    await begun('drill-services');
    await lab.flip({ do: 'kill-platform' });
    expect((await closed(id)).closed?.result).toBe('succeeded');
    await leftNoTrace(busy);
  });

  it('is removed and has failed when its copy is taken away from under it', { timeout: TEST_MS }, async () => {
    const busy = await busyLab();
    const id = await drill();
    await begun('drill-promote');
    await until('The copy is taken away', PATIENCE_MS, () =>
      busy.world.drills.remove({ region: busy.dr, run: id }).then(
        () => true,
        () => null,
      ),
    );
    const view = await closed(id);
    expect(view.closed).toMatchObject({ result: 'rolled-back', left: [] });
    await leftNoTrace(busy);
    expect((await lab.records.tests.recent('shop', 1))[0]).toMatchObject({ kind: 'drill', passed: false });
  });

  it('gives way to a failover, before which no user felt anything, which finds the standby as it was, and is removed by the sweeper', {
    timeout: TEST_MS,
  }, async () => {
    const { world, dr, failed } = await busyLab();
    const id = await drill();
    // The drill goes on until the failover is approved: it is asked for as soon as there is something to remove.
    await begun('drill-copy');
    const failover = await request(lab, 'us-east-1 is failing', 'failover', id);
    await approve(lab, failover.run.id);
    const moved = await closed(failover.run.id);
    expect(moved.closed?.result).toBe('succeeded');
    const fencedFrom = moved.rows.find((row) => row.id === 'fence')?.startedAt ?? 0;
    expect(fencedFrom).toBeGreaterThan(failover.run.requestedAt);
    expect(failedUntil(fencedFrom)).toBe(failed);
    expect(lab.world.users.failed()).toBeGreaterThan(failed);
    expect(await lab.records.journal.run(id)).toMatchObject({ result: 'superseded' });
    await until('Nothing is left', PATIENCE_MS, async () => ((await world.drills.leftovers(dr)).length === 0 ? true : null));
    expect(await lab.world.judge.canWriterCommit(dr)).toBe(true);
  });
});
