import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { makePython } from '../emulators/python.ts';

/** Version 1 of AWS's command line, which Python's registry has, takes payloads as they are and does not know version 2's option. */
const VERSION_2 = ' --cli-binary-format raw-in-base64-out';
/** It asks RDS in us-east-1 by a name of its own unless the endpoint is in the command. */
const AWS = 'aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }\n';
const PRELOAD = fileURLToPath(new URL('../names/preload.ts', import.meta.url));

/** Where an operator of the test types. */
export interface Terminal {
  /** The endpoint of every AWS API. */
  readonly endpoint: string;
  readonly account: string;
  /** The checkout of the project. */
  readonly folder: string;
  /** File that says how the test's network is laid. */
  readonly network: string;
}

/**
 * Types commands into a bash whose `aws`, `cdk` and scripts of the project reach the test's endpoint, and answers what is printed; the lines
 * `said` answer its questions. A command that fails is an error with what it complained of. Node's pipes are sockets, which nobody
 * can open as /dev/stdout: hence `cat`.
 */
export async function typeInto(terminal: Terminal, commands: string, said: readonly string[] = []): Promise<string> {
  const { endpoint, account, folder, network } = terminal;
  const env = {
    PATH: `${await makePython()}:${process.env.PATH}`,
    HOME: folder,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'emulated',
    AWS_PAGER: '',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CI: 'true',
    npm_config_node_options: `--import ${PRELOAD}`,
    npm_config_update_notifier: 'false',
    TEST_NETWORK: network,
  };
  const shell = spawn(
    'bash',
    ['--noprofile', '--norc', '-euo', 'pipefail', '-c', `${AWS}{ ${commands.replaceAll(VERSION_2, '')}\n} | cat`],
    { env, cwd: folder },
  );
  shell.stdin.end(said.map((line) => `${line}\n`).join(''));
  const [printed, complaints, [code]] = await Promise.all([text(shell.stdout), text(shell.stderr), once(shell, 'close')]);
  if (code !== 0) throw new Error(`The commands ended with ${code}: ${complaints}\n${printed}\n${commands}`);
  return printed;
}
