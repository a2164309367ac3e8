import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../../lab/headless/until.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { carriedOut, changesIn, configurationOf, PATIENCE_MS, wayInto } from './round-trip.ts';

/** A machine that is busy with other things only takes longer: time decides nothing here. */
const TEST_MS = 480_000;
let lab: Lab;
afterEach(() => lab.stop());

describe('an application that fails over, comes home, and fails over again, under load', () => {
  it('never has two writers, loses no write of a planned move, and is as it was when it is home', {
    timeout: TEST_MS,
  }, async () => {
    lab = await startLab({ signals: false, users: 8, thinkMs: 10 });
    const { config, judge, users } = lab.world;
    const { primary, dr } = config.regions;
    const world = wayInto(lab);
    await until('Writes', PATIENCE_MS, async () => (users.acknowledged() > 200 ? true : null));
    const before = await configurationOf(lab);
    const prober = await lab.world.probe();
    await until('A write of the prober', PATIENCE_MS, async () => ((await prober.acknowledged()).length > 0 ? true : null));

    expect((await carriedOut(lab, 'failover')).closed?.result).toBe('succeeded');
    const awaySince = Date.now();
    const home = await carriedOut(lab, 'failback');
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
    expect(await configurationOf(lab)).toEqual(before);
    for (const region of [primary, dr]) expect(await world.rebuild.kept(region)).toHaveLength(2);

    const again = await carriedOut(lab, 'failover');
    expect(again.closed?.result).toBe('succeeded');
    await until('A write through the domain', PATIENCE_MS, () => users.firstSince(again.closed?.at ?? 0, dr));
    const probed = await prober.acknowledged();
    await prober.stop();
    expect(changesIn(probed)).toBe(3);
    expect(await judge.canWriterCommit(primary)).toBe(false);
    expect(await judge.canWriterCommit(dr)).toBe(true);
  });
});
