import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { bundle } from '../../infra/bundle.ts';
import { ENTRIES } from '../../infra/lambdas.ts';
import { parseConfig } from '../../orchestrator/config.ts';
import { median } from './headless.ts';

const run = promisify(execFile);
/** The promises: bytes, and the share of the naive bundle's time, at most. */
const ALLOWED = { bytes: 900_000, share: 0.5 };
const LOAD = 'const t = performance.now(); require(process.argv[1]); console.log(performance.now() - t); process.exit();';
/** As deployed, but nothing is called: what the bundle begins on loading finds nobody at home. */
const NOBODY = {
  NODE_OPTIONS: '--enable-source-maps',
  AWS_REGION: 'us-east-2',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
};

/**
 * Loads the bot's bundle and a naive one of the same code in turn, each time in a process of its own; `--runs 15` unless told otherwise.
 * Ends with 1 where the bundle is too large; how long it takes is told, and decides nothing, because the machine may be busy.
 */
export async function coldStart(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { runs: { type: 'string', default: '15' } } });
  const config = parseConfig(readFileSync('dr.yml', 'utf8'));
  const folder = mkdtempSync(join(tmpdir(), 'cold-start-'));
  try {
    const [ours, naive] = [join(folder, 'ours.js'), join(folder, 'naive.js')];
    await bundle(ENTRIES.bot, ours, { config });
    await bundle(ENTRIES.bot, naive, { config, naive: true });
    const times = { ours: [] as number[], naive: [] as number[] };
    for (let index = 0; index < Number(values.runs); index++) {
      times.ours.push(await timeOf(ours));
      times.naive.push(await timeOf(naive));
    }
    const [our, their] = [median(times.ours), median(times.naive)];
    console.log(`ours:  ${kilobytes(ours)} kB, loaded in ${our.toFixed(0)} ms (median of ${values.runs})`);
    console.log(`naive: ${kilobytes(naive)} kB, loaded in ${their.toFixed(0)} ms`);
    const share = our / their;
    console.log(
      `ours / naive = ${share.toFixed(2)}; promised: ${ALLOWED.share} at most, which is ${kept(share <= ALLOWED.share)}`,
    );
    const fits = statSync(ours).size <= ALLOWED.bytes;
    console.log(`size: promised: ${ALLOWED.bytes / 1_000} kB at most, which is ${kept(fits)}`);
    if (!fits) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function timeOf(file: string): Promise<number> {
  const { stdout } = await run(process.execPath, ['-e', LOAD, file], { env: { ...process.env, ...NOBODY } });
  return Number(stdout);
}

const kept = (isKept: boolean): string => (isKept ? 'kept' : 'NOT kept');
const kilobytes = (file: string): string => (statSync(file).size / 1_000).toFixed(0);
