import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface Listed {
  readonly pid: number;
  readonly parent: number;
  /** Ended, and only kept until its parent asks how. */
  readonly defunct: boolean;
}

/** The process and everything it started, directly or not, parents first. */
export async function withDescendants(pid: number): Promise<readonly number[]> {
  const all = await list();
  const family = [pid];
  for (const member of family) {
    family.push(...all.filter(({ parent, defunct }) => parent === member && !defunct).map((child) => child.pid));
  }
  return family;
}

/** Ends the processes at once, without a chance to say goodbye. */
export function killAll(pids: readonly number[]): void {
  for (const pid of pids) signal(pid, 'SIGKILL');
}

/** Waits until none of the processes runs. */
export async function untilGone(pids: readonly number[]): Promise<void> {
  while ((await runningOf(pids)).length > 0) await sleep(10);
}

/** Those of the processes that run. */
export async function runningOf(pids: readonly number[]): Promise<readonly number[]> {
  const known = pids.filter((pid) => signal(pid, 0));
  if (known.length === 0) return [];
  const running = new Set((await list()).filter(({ defunct }) => !defunct).map(({ pid }) => pid));
  return known.filter((pid) => running.has(pid));
}

async function list(): Promise<readonly Listed[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,state=']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .map(([pid, parent, state]) => ({ pid: Number(pid), parent: Number(parent), defunct: state?.startsWith('Z') === true }));
}

/** Sends a signal, or none to ask; false when there is no such process. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    if (error instanceof Error && 'code' in error && error.code === 'EPERM') return true;
    throw error;
  }
}
