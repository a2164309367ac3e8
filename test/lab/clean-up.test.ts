import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { runningOf, withDescendants } from '../../lab/process/descendants.ts';
import { makeRunFolder } from '../../lab/process/run-folder.ts';
import { until } from './lab-harness.ts';

interface Started {
  readonly process: ChildProcess;
  readonly family: readonly number[];
  /** The world's own folder. */
  readonly folder: string;
}

async function startWorldProcess(): Promise<Started> {
  const child = fork(fileURLToPath(new URL('./world-process.ts', import.meta.url)), [], { execArgv: [] });
  const [data] = (await once(child, 'message')) as [string];
  return { process: child, family: await withDescendants(child.pid ?? 0), folder: dirname(dirname(data)) };
}

/** The world's processes that run code of the lab: all but PostgreSQL and the shells that watch it. */
async function processesOfOurs(family: readonly number[]): Promise<readonly number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,args=']);
  const nodes = stdout.split('\n').filter((line) => line.endsWith('.ts'));
  return nodes.map((line) => Number.parseInt(line, 10)).filter((pid) => family.includes(pid));
}

const allGone = (family: readonly number[]): Promise<void> =>
  until('every process of the world is gone', async () => (await runningOf(family)).length === 0);

describe('a world that ends', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('leaves no process and no file after %s', async (signal) => {
    const world = await startWorldProcess();
    expect(world.family.length).toBeGreaterThan(10);
    world.process.kill(signal);
    await once(world.process, 'exit');
    await allGone(world.family);
    expect(existsSync(world.folder)).toBe(false);
  });

  it('leaves no process when it is killed, and its files go when the next world starts', async () => {
    const world = await startWorldProcess();
    world.process.kill('SIGKILL');
    await allGone(world.family);
    expect(existsSync(world.folder)).toBe(true);
    const next = await makeRunFolder({ inMemory: true });
    expect(existsSync(world.folder)).toBe(false);
    await rm(next, { recursive: true });
  });

  it('leaves no database when all its own processes are killed in one moment', async () => {
    const world = await startWorldProcess();
    const ours = await processesOfOurs(world.family);
    expect(ours.length).toBeGreaterThan(8);
    for (const pid of ours) process.kill(pid, 'SIGKILL');
    await allGone(world.family);
  });
});
