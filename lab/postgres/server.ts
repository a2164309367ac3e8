import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { clearAbandoned } from './abandoned.ts';
import type { Binaries } from './binaries.ts';
import { toArguments } from './settings.ts';

/** A running PostgreSQL server. */
export interface Server {
  readonly port: number;
  /** Ends it: at once (its data is not needed any more), or in order (it is). */
  stop(how: 'at-once' | 'in-order'): Promise<void>;
}

/** What a server is started with. */
export interface ServerOptions {
  readonly binaries: Binaries;
  readonly data: string;
  readonly port: number;
  /** Besides the lab's own. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly superuserPassword: string;
}

/** A shell beside the server: it passes one signal on, and when this process is gone, however that went, it ends the server. */
const WATCHDOG = `
exec 3<&0
"$@" 3<&- &
server=$!
{ if read -r signal <&3; then kill -"$signal" $server; else kill -QUIT $server; fi; } &
reader=$!
exec 3<&-
wait $server
kill $reader`;

/** Starts a server on its data folder and waits until it answers. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { binaries, data, port, settings = {}, superuserPassword } = options;
  await clearAbandoned(data);
  const log = await open(join(data, '..', 'database.log'), 'a');
  const args = ['-D', data, '-p', String(port), ...toArguments(settings)];
  const shell = spawn('/bin/sh', ['-c', WATCHDOG, 'postgres-watchdog', binaries.postgres, ...args], {
    ...(binaries.runAs ?? {}),
    detached: true,
    cwd: data,
    stdio: ['pipe', log.fd, log.fd],
  });
  const { stdin } = shell;
  if (stdin === null) throw new Error('The watchdog of PostgreSQL has no input.');
  stdin.on('error', () => {});
  const exited = once(shell, 'exit');
  await log.close();
  await untilItAnswers(shell, port, superuserPassword);
  return {
    port,
    stop: async (how) => {
      if (how === 'in-order') stdin.write('INT\n');
      stdin.end();
      await exited;
    },
  };
}

async function untilItAnswers(shell: ChildProcess, port: number, password: string): Promise<void> {
  for (;;) {
    if (shell.exitCode !== null || shell.signalCode !== null)
      throw new Error('PostgreSQL ended while it was starting; see database.log.');
    const client = new Client({ host: '127.0.0.1', port, user: 'postgres', password, database: 'template1' });
    client.on('error', () => {});
    const answers = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => undefined);
    if (answers) return;
    await sleep(15);
  }
}
