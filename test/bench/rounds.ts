import { isDeepStrictEqual, parseArgs } from 'node:util';
import { until } from '../../lab/headless/until.ts';
import { startLab } from '../../lab/lab.ts';
import type { RunView } from '../../orchestrator/domain/run-view.ts';
import { carriedOut, changesIn, configurationOf, PATIENCE_MS, wayInto } from '../scenarios/round-trip.ts';

/**
 * Fails over and comes home again and again in one lab under load, while a prober tries to write to both databases every 10 ms, and fails
 * over once more; `--rounds 3` unless told otherwise. What must hold is counted, and ends the bench badly where it does not.
 */
export async function rounds(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { rounds: { type: 'string', default: '3' } } });
  const count = Number(values.rounds);
  const lab = await startLab({ signals: false, users: 8, thinkMs: 10 });
  const since = Date.now();
  let bad = 0;
  const holds = (what: string, isSo: boolean): void => {
    if (!isSo) bad += 1;
    console.log(`${isSo ? 'as it must be' : 'NOT AS IT MUST BE'}: ${what}`);
  };
  try {
    const { judge, users, config } = lab.world;
    const { primary, dr } = config.regions;
    await until('Writes', PATIENCE_MS, async () => (users.acknowledged() > 200 ? true : null));
    const before = await configurationOf(lab);
    const { rebuild } = wayInto(lab);
    const prober = await lab.world.probe();
    await until('A write of the prober', PATIENCE_MS, async () => ((await prober.acknowledged()).length > 0 ? true : null));
    for (let round = 1; round <= count; round++) {
      const away = await carriedOut(lab, 'failover');
      const awaySince = Date.now();
      const home = await carriedOut(lab, 'failback');
      await until('A write through the domain', PATIENCE_MS, () => users.firstSince(home.closed?.at ?? 0, primary));
      const written = [...(await users.ledger()), ...(await prober.acknowledged())].filter(({ at }) => at >= awaySince);
      const writes = await judge.reconcile(written, dr, primary);
      const results = [away, home].map(({ closed }) => closed?.result).join(' and ');
      holds(`round ${round} ended ${results}`, results === 'succeeded and succeeded');
      const { fence, rpo } = home.closed?.summary ?? {};
      holds(`round ${round} came home behind a fence (${fence?.outcome}), with an RPO of ${rpo?.achievedMs} ms`, isPlanned(home));
      const kept = await Promise.all([primary, dr].map(async (region) => (await rebuild.kept(region)).length));
      holds(
        `round ${round} keeps ${kept.join(' and ')} of what it replaced`,
        kept.every((count) => count === 2 * round),
      );
      holds(`round ${round} came home with ${writes.kept} of ${written.length} writes`, writes.lost + writes.stranded === 0);
      holds(`round ${round} left the configuration as it was`, isDeepStrictEqual(await configurationOf(lab), before));
    }
    await carriedOut(lab, 'failover');
    const changes = changesIn(await prober.acknowledged());
    holds(`the writer changed ${changes} times in ${2 * count + 1} moves`, changes === 2 * count + 1);
    const writers = await Promise.all([primary, dr].map((region) => judge.canWriterCommit(region)));
    holds('the writer can commit in the DR Region alone', isDeepStrictEqual(writers, [false, true]));
    console.log(`\n${count} rounds and one more failover in ${Math.round((Date.now() - since) / 1_000)} s`);
  } finally {
    await lab.stop();
  }
  if (bad > 0) process.exitCode = 1;
}

const isPlanned = ({ closed }: RunView): boolean =>
  closed?.left.length === 0 && closed.summary?.fence?.outcome === 'fenced' && closed.summary.rpo.achievedMs === 0;
