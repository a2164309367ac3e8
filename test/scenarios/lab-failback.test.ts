import { afterEach, describe, expect, it } from 'vitest';
import { approve, request } from '../../lab/headless/people.ts';
import { until } from '../../lab/headless/until.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { labWorld } from '../../lab/ports/lab-world.ts';
import type { Acknowledged } from '../../lab/users/ledger.ts';
import type { PlanId } from '../../orchestrator/domain/plan.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import type { World } from '../../orchestrator/ports/world.ts';

const PATIENCE_MS = 90_000;
/** A machine that is busy with other things only takes longer: time decides nothing here. */
const TEST_MS = 480_000;
let lab: Lab;
afterEach(() => lab.stop());

const newest = (what: string, holds: (view: RunView) => boolean): Promise<RunView> =>
  until(what, PATIENCE_MS, async () => {
    const view = await lab.newestRun();
    return view !== null && holds(view) ? view : null;
  });

/** Asks for a plan, approves whatever it asks about, and waits for its end. */
async function carriedOut(plan: PlanId): Promise<RunView> {
  const before = (await lab.newestRun())?.run.id ?? null;
  const { run } = await request(lab, 'override it goes on', plan, before);
  await approve(lab, run.id);
  if (plan === 'failback') {
    const isOpen = ({ row, outcome }: RunView['questions'][number]) => row === 'cut-over' && outcome === null;
    await newest('The second approval', ({ questions, closed }) => closed !== null || questions.some(isOpen));
    await approve(lab, run.id);
  }
  return newest(`The end of ${run.id}`, (view) => view.run.id === run.id && view.phase === 'closed');
}

/** What the application is made of, as anybody can see it; positions, times and markers go on. */
async function configurationOf(world: World) {
  const { primary, dr } = lab.world.config.regions;
  return Promise.all(
    [primary, dr].map(async (region) => {
      const { inRecovery, writersMayLogin } = await world.agent.observe(region);
      const [database, services, traffic] = await Promise.all([
        world.database.status(region),
        world.services.look(region),
        world.traffic.look(),
      ]);
      return { inRecovery, writersMayLogin, database, services, traffic };
    }),
  );
}

/** How often the Region changes that takes writes; more often than it is moved means that two took them at once. */
const changesIn = (probed: readonly Acknowledged[]): number =>
  probed
    .toSorted((one, other) => one.at - other.at)
    .filter(({ region }, index, all) => index > 0 && all[index - 1]?.region !== region).length;

describe('an application that fails over, comes home, and fails over again, under load', () => {
  it('never has two writers, loses no write of a planned move, and is as it was when it is home', {
    timeout: TEST_MS,
  }, async () => {
    lab = await startLab({ signals: false, users: 8, thinkMs: 10 });
    const { config, application, judge, users } = lab.world;
    const { primary, dr } = config.regions;
    const addresses = lab.world.addresses({ api: 'http://127.0.0.1:1/', botToken: '', signingSecret: '' }, 1);
    const world = labWorld(addresses, application, config.regions, 2_000);
    await until('Writes', PATIENCE_MS, async () => (users.acknowledged() > 200 ? true : null));
    const before = await configurationOf(world);
    const prober = await lab.world.probe();
    await until('A write of the prober', PATIENCE_MS, async () => ((await prober.acknowledged()).length > 0 ? true : null));

    expect((await carriedOut('failover')).closed?.result).toBe('succeeded');
    const awaySince = Date.now();
    const home = await carriedOut('failback');
    expect(home.closed).toMatchObject({
      result: 'succeeded',
      left: [],
      summary: { rpo: { achievedMs: 0 }, fence: { outcome: 'fenced' } },
    });
    await until('A write through the domain', PATIENCE_MS, () => users.firstSince(home.closed?.at ?? 0, primary));
    const ledger = [...(await users.ledger()), ...(await prober.acknowledged())].filter(({ at }) => at >= awaySince);
    expect(await judge.reconcile(ledger, dr, primary)).toEqual({
      acknowledged: ledger.length,
      kept: ledger.length,
      stranded: 0,
      lost: 0,
    });
    expect(await configurationOf(world)).toEqual(before);
    for (const region of [primary, dr]) expect(await world.rebuild.kept(region)).toHaveLength(2);

    const again = await carriedOut('failover');
    expect(again.closed?.result).toBe('succeeded');
    await until('A write through the domain', PATIENCE_MS, () => users.firstSince(again.closed?.at ?? 0, dr));
    const probed = await prober.acknowledged();
    await prober.stop();
    expect(changesIn(probed)).toBe(3);
    expect(await judge.canWriterCommit(primary)).toBe(false);
    expect(await judge.canWriterCommit(dr)).toBe(true);
  });
});
