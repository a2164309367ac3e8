import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { platformOnAws } from '../../../orchestrator/aws/deployment.ts';
import { makePython } from '../emulators/python.ts';
import type { Cloud } from './cloud.ts';

/** Version 1 of AWS's command line, which Python's registry has, takes payloads as they are and does not know version 2's option. */
const VERSION_2 = ' --cli-binary-format raw-in-base64-out';
/** It asks RDS in us-east-1 by a name of its own unless the endpoint is in the command. */
const AWS = 'aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }\n';

/**
 * Types commands into a bash whose `aws` reaches the test's endpoint, and answers what is printed; the lines `said` answer its
 * questions. A command that fails is an error with what it complained of. Node's pipes are sockets, which nobody can open as
 * /dev/stdout: hence `cat`.
 */
export async function typeInto({ gateway, config }: Cloud, commands: string, said: readonly string[] = []): Promise<string> {
  const env = {
    PATH: `${await makePython()}:${process.env.PATH}`,
    AWS_ENDPOINT_URL: gateway.url,
    AWS_ACCESS_KEY_ID: platformOnAws(config).account,
    AWS_SECRET_ACCESS_KEY: 'emulated',
    AWS_PAGER: '',
  };
  const shell = spawn(
    'bash',
    ['--noprofile', '--norc', '-euo', 'pipefail', '-c', `${AWS}{ ${commands.replaceAll(VERSION_2, '')}\n} | cat`],
    { env },
  );
  shell.stdin.end(said.map((line) => `${line}\n`).join(''));
  const [printed, complaints, [code]] = await Promise.all([text(shell.stdout), text(shell.stderr), once(shell, 'close')]);
  if (code !== 0) throw new Error(`The commands ended with ${code}: ${complaints}\n${commands}`);
  return printed;
}
