import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Report } from '../../lab/headless/report.ts';

const run = promisify(execFile);

/** Plays one recovery in a fresh lab, in a process of its own, and answers what its `--json` says. */
export async function playHeadless(args: readonly string[]): Promise<Report> {
  const ended = run(process.execPath, ['lab/headless.ts', ...args, '--json'], { maxBuffer: 1e8 });
  const { stdout } = await ended.catch((error: { stdout: string }) => error);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

/** The middle one of some figures; NaN of none. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
