import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, symlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { type Instruction, stagesOf } from './dockerfile.ts';

const run = promisify(execFile);
const DOCKERFILE = 'lab/app/Dockerfile';

/** The stages of the sample application's Dockerfile. */
export const stages = async (): Promise<readonly (readonly Instruction[])[]> => stagesOf(await readFile(DOCKERFILE, 'utf8'));

/**
 * Does what the build stage does, in a folder that has nothing but what the stage copies: the installed packages, which
 * `npm ci` would install again, are linked.
 */
export async function buildImage(folder: string): Promise<void> {
  const [build = []] = await stages();
  for (const { name, rest } of build) {
    if (name === 'COPY') await copy(rest, folder);
    if (name === 'RUN' && rest.startsWith('npm ci')) await symlink(resolve('node_modules'), join(folder, 'node_modules'));
    else if (name === 'RUN') await run('/bin/sh', ['-c', rest], { cwd: folder });
  }
}

async function copy(words: string, folder: string): Promise<void> {
  const paths = words.split(' ');
  const to = paths.pop() ?? '';
  for (const from of paths) {
    const target = to === './' ? join(folder, basename(from)) : join(folder, to);
    await mkdir(dirname(target), { recursive: true });
    await cp(from, target, { recursive: true });
  }
}

/** A container's process. */
export interface Container {
  readonly url: string;
  readonly lines: readonly string[];
  kill(signal: NodeJS.Signals): void;
  /** Resolves with its exit code when it has ended. */
  readonly ended: Promise<number | null>;
}

/** Starts what a container of the image runs, in an environment that has nothing but what the container's would have. */
export async function startContainer(
  folder: string,
  service: string,
  environment: Readonly<Record<string, string>>,
): Promise<Container> {
  const env = { ...environment, ADDRESS: '127.0.0.1', PORT: '0' };
  const child = spawn(process.execPath, [join(folder, `.cache/image/${service}.cjs`)], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close').then(([code]: (number | null)[]) => code ?? null);
  const lines: string[] = [];
  let errors = '';
  child.stderr.on('data', (text: Buffer) => {
    errors += text.toString('utf8');
  });
  const output = createInterface({ input: child.stdout });
  output.on('line', (line) => lines.push(line));
  await Promise.race([once(output, 'line'), ended]);
  const { port } = JSON.parse(lines[0] ?? '{}') as { port?: number };
  if (port === undefined) throw new Error(`The ${service} did not listen: ${errors}`);
  return { url: `http://127.0.0.1:${port}`, lines, kill: (signal) => void child.kill(signal), ended };
}
