import { parseArgs } from 'node:util';
import { until } from '../../lab/headless/until.ts';
import { SUPERUSER } from '../../lab/judge.ts';
import { startWorld } from '../../lab/world.ts';
import { median, playHeadless } from './headless.ts';

/** The promise for the median pause at the database, ms, on two cores with nothing else to do. */
const ALLOWED_MS = 500;
const PATIENCE_MS = 60_000;

/**
 * Switches over again and again, each time in a fresh lab under load, and in turn promotes a replica of another fresh lab by
 * hand, with nothing around it; prints medians and what one is to the other. `--runs 20` unless told otherwise.
 */
export async function switchover(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: 'string', default: '20' },
      users: { type: 'string', default: '12' },
      think: { type: 'string', default: '2' },
    },
  });
  const load = ['--users', values.users, '--think', values.think];
  const pauses: number[] = [];
  const promotions: number[] = [];
  let lost = 0;
  let failed = 0;
  for (let index = 1; index <= Number(values.runs); index++) {
    const report = await playHeadless(['--plan', 'switchover', ...load]);
    const bare = await barePromotion(Number(values.users), Number(values.think));
    const isDone = report.result === 'succeeded' && report.pauseMs !== null;
    if (isDone) pauses.push(report.pauseMs ?? 0);
    else failed++;
    lost += report.writes.lost + report.writes.stranded;
    promotions.push(bare);
    const steps = report.steps.filter(({ id }) => ['fence', 'prove', 'promote', 'open-target'].includes(id));
    console.log(
      `${index}: ${report.result}, pause ${report.pauseMs} ms (${steps.map(({ id, ms }) => `${id} ${ms}`).join(', ')}), ${report.writes.acknowledged} acknowledged, lost ${report.writes.lost + report.writes.stranded}; bare promotion ${bare} ms`,
    );
  }
  const [pause, bare] = [median(pauses), median(promotions)];
  console.log(`\nof ${values.runs}: ${failed} failed, ${lost} acknowledged writes lost`);
  console.log(`median pause ${pause} ms, bare promotion ${bare} ms; pause / promotion = ${(pause / bare).toFixed(1)}`);
  console.log(`pause / ${ALLOWED_MS} ms = ${(pause / ALLOWED_MS).toFixed(2)}`);
  if (failed > 0 || lost > 0) process.exitCode = 1;
}

/** From the call of `pg_promote` to the first write that the prober is told is kept, ms, under the same load. */
async function barePromotion(users: number, thinkMs: number): Promise<number> {
  const world = await startWorld({ users, thinkMs });
  try {
    const { dr } = world.config.regions;
    await until('Enough writes', PATIENCE_MS, async () => (world.users.acknowledged() >= 200 ? true : null));
    const prober = await world.probe();
    await until('A write of the prober', PATIENCE_MS, async () => ((await prober.acknowledged()).length > 0 ? true : null));
    const server = await world.judge.connect(dr, SUPERUSER);
    const at = Date.now();
    await server.query('select pg_promote()');
    const first = await until(`A write in ${dr}`, PATIENCE_MS, async () => {
      const writes = await prober.acknowledged();
      return writes.find(({ region }) => region === dr) ?? null;
    });
    await server.end();
    return first.at - at;
  } finally {
    await world.stop();
  }
}
