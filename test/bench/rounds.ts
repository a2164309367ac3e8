import { isDeepStrictEqual, parseArgs } from 'node:util';
import { until } from '../../lab/headless/until.ts';
import { startLab } from '../../lab/lab.ts';
import { carriedOut, changesIn, configurationOf, PATIENCE_MS } from '../scenarios/round-trip.ts';

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
    const prober = await lab.world.probe();
    await until('A write of the prober', PATIENCE_MS, async () => ((await prober.acknowledged()).length > 0 ? true : null));
    for (let round = 1; round <= count; round++) {
      const away = await carriedOut(lab, 'failover');
      const awaySince = Date.now();
      const home = await carriedOut(lab, 'failback');
      await until('A write through the domain', PATIENCE_MS, () => users.firstSince(home.closed?.at ?? 0, primary));
      const written = [...(await users.ledger()), ...(await prober.acknowledged())].filter(({ at }) => at >= awaySince);
      const { kept, lost, stranded } = await judge.reconcile(written, dr, primary);
      const results = [away, home].map(({ closed }) => closed?.result).join(' and ');
      holds(`round ${round} ended ${results}`, results === 'succeeded and succeeded');
      holds(`round ${round} came home with ${kept} of ${written.length} writes`, lost + stranded === 0);
      holds(`round ${round} left the configuration as it was`, isDeepStrictEqual(await configurationOf(lab), before));
    }
    await carriedOut(lab, 'failover');
    const changes = changesIn(await prober.acknowledged());
    holds(`the writer changed ${changes} times in ${2 * count + 1} moves`, changes === 2 * count + 1);
    console.log(`\n${count} rounds and one more failover in ${Math.round((Date.now() - since) / 1_000)} s`);
  } finally {
    await lab.stop();
  }
  if (bad > 0) process.exitCode = 1;
}
