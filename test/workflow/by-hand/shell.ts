import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { openPrograms } from './programs.ts';
import type { Whereabouts } from './whereabouts.ts';

/** A bash in which a person types; its variables stay from block to block. */
export interface Shell {
  /** Types a block and waits for its end; answers what was printed. */
  type(commands: string): Promise<{ readonly printed: string; readonly complaints: string }>;
  close(): Promise<void>;
}

const END = 'the block has ended';

/** Opens a bash whose `psql`, `aws`, `curl` and `dig` reach the lab. */
export async function openShell(whereabouts: Whereabouts): Promise<Shell> {
  const folder = await mkdtemp(join(tmpdir(), 'by-hand-'));
  const programs = await openPrograms(whereabouts);
  for (const [name, script] of Object.entries(programs.scripts)) {
    const path = join(folder, name);
    await writeFile(path, script);
    await chmod(path, 0o755);
  }
  const shell = spawn('bash', ['--noprofile', '--norc', '-u'], {
    cwd: folder,
    env: { PATH: `${folder}${delimiter}${process.env.PATH}` },
  });
  const exited = once(shell, 'exit');
  const heard = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    shell[name].setEncoding('utf8').on('data', (text: string) => {
      heard[name] += text;
    });
  }

  const ended = exited.then(() => {
    throw new Error(`The shell has ended: ${heard.stdout}${heard.stderr}`);
  });
  ended.catch(() => {});

  const untilEnd = async (name: 'stdout' | 'stderr'): Promise<string> => {
    while (!heard[name].endsWith(`${END}\n`)) await Promise.race([once(shell[name], 'data'), ended]);
    const text = heard[name].slice(0, -END.length - 1);
    heard[name] = '';
    return text;
  };
  return {
    type: async (commands) => {
      const block = join(folder, 'block.sh');
      await writeFile(block, commands);
      shell.stdin.write(`. ${block} </dev/null; echo '${END}'; echo '${END}' >&2\n`);
      const [printed, complaints] = await Promise.all([untilEnd('stdout'), untilEnd('stderr')]);
      return { printed, complaints };
    },
    close: async () => {
      shell.kill('SIGKILL');
      await exited;
      programs.close();
      await rm(folder, { recursive: true });
    },
  };
}
