import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { killAll, untilGone, withDescendants } from '../../../lab/process/descendants.ts';

/** How long a process may take to end by itself. */
const FAREWELL_MS = 5_000;
/** How long an emulator may take to answer: Python imports a lot, on a busy machine. */
const PATIENCE_MS = 60_000;

/** A process of the emulators. */
export interface Emulator {
  readonly url: string;
  /** Ends it and everything it started: in order, and after 5 s at once. */
  stop(): Promise<void>;
}

/** Starts a program that serves HTTP at `url`; ready when it answers at `path`. */
export async function startEmulator(options: {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly url: string;
  readonly path: string;
  readonly log: string;
}): Promise<Emulator> {
  const log = openSync(options.log, 'a');
  const child = spawn(options.command, options.args, { env: options.env, stdio: ['ignore', log, log] });
  await untilItAnswers(child, `${options.url}${options.path}`, options.log);
  return {
    url: options.url,
    stop: async () => {
      const family = await withDescendants(child.pid ?? 0);
      const gone = Promise.all([isOver(child) ? null : once(child, 'exit'), untilGone(family)]);
      child.kill('SIGTERM');
      await Promise.race([gone, sleep(FAREWELL_MS, null, { ref: false })]);
      killAll(family);
      await gone;
    },
  };
}

const isOver = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

async function untilItAnswers(child: ChildProcess, url: string, log: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    if (isOver(child)) throw new Error(`The emulator at ${url} ended while it was starting; see ${log}.`);
    const answered = await fetch(url, { signal: AbortSignal.timeout(1_000) }).catch(() => null);
    if (answered?.ok) return;
    if (Date.now() > deadline)
      throw new Error(`The emulator at ${url} did not answer within ${PATIENCE_MS / 1_000} s; see ${log}.`);
    await sleep(50);
  }
}
