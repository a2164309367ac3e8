import { parseArgs } from 'node:util';
import type { Report } from '../../lab/headless/report.ts';
import { median, playHeadless } from './headless.ts';

/** The promise: what the platform adds to the DNS TTL when a Region is killed, ms. */
const ALLOWED_MS = 1_000;

/** Kills the primary again and again, each time in a fresh lab, and prints the medians; `--runs 5` unless told otherwise. */
export async function failover(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { runs: { type: 'string', default: '5' }, scenario: { type: 'string', default: 'kill' } },
  });
  const reports: Report[] = [];
  for (let index = 1; index <= Number(values.runs); index++) {
    const report = await playHeadless(['--scenario', values.scenario]);
    reports.push(report);
    const { rto, writes, downtimeMs } = report;
    console.log(
      `${index}: ${report.result}, machine ${rto.machineMs} ms, work ${rto.workMs} ms, gap ${downtimeMs} ms, lost ${writes.lost}, stranded ${writes.stranded}`,
    );
  }
  const machine = median(reports.map(({ rto }) => rto.machineMs ?? Number.POSITIVE_INFINITY));
  const work = median(reports.map(({ rto }) => rto.workMs ?? Number.POSITIVE_INFINITY));
  const promote = median(reports.flatMap(({ steps }) => steps.filter(({ id }) => id === 'promote').map(({ ms }) => ms)));
  const allowed = (reports[0]?.rto.dnsTtlMs ?? 0) + ALLOWED_MS;
  console.log(`\nmedian of ${reports.length}: machine ${machine} ms, work ${work} ms, promote ${promote} ms`);
  console.log(
    `machine / (DNS TTL + ${ALLOWED_MS} ms) = ${(machine / allowed).toFixed(2)}; work / promote = ${(work / promote).toFixed(1)}`,
  );
}
