import { readFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { parseConfig } from '../../../orchestrator/config.ts';
import { applicationOf } from '../../../orchestrator/stage.ts';
import { aws } from './aws.ts';
import { curl } from './curl.ts';
import { dig } from './dig.ts';
import { psql } from './psql.ts';
import type { Typed } from './typed.ts';
import type { Whereabouts } from './whereabouts.ts';

/** What a person types, as far as the runbooks use it, against the lab. What they do not know, they complain of. */
const PROGRAMS: Readonly<Record<string, (typed: Typed) => Promise<string>>> = { psql, aws, curl, dig };
/** What of the shell's environment the programs read. */
const VARIABLES = ['PGSSLMODE', 'PGUSER', 'PGDATABASE', 'PGPASSWORD'] as const;

/**
 * What stands for each program in the shell: it hands on its name, environment, words and input, each ended by NUL, after how
 * many they are, and gets back a status in a line of its own, and what there is to print or to complain of.
 */
const script = (port: number): string => `#!/usr/bin/env bash
exec 3<>/dev/tcp/127.0.0.1/${port}
input=
case " $* " in *' - '*) input=$(cat) ;; esac
printf '%s\\0' "$(($# + ${VARIABLES.length + 2}))" "\${0##*/}" ${VARIABLES.map((name) => `"\${${name}-}"`).join(' ')} "$input" "$@" >&3
read -r status <&3
if [ "$status" = 0 ]; then cat <&3; else cat <&3 >&2; fi
exit "$status"
`;

/** The programs, answering on a port of 127.0.0.1: one process for all that is typed. */
export interface Programs {
  /** The names, and the script that each of them is. */
  readonly scripts: Readonly<Record<string, string>>;
  close(): void;
}

/** Opens them over a lab. */
export async function openPrograms(lab: Whereabouts): Promise<Programs> {
  const config = parseConfig(await readFile('dr.yml', 'utf8'));
  const application = applicationOf(config, 'shop');
  const answer = async (fields: readonly string[]): Promise<string> => {
    const [name = '', ...rest] = fields;
    const environment = Object.fromEntries(VARIABLES.map((variable, index) => [variable, rest[index] ?? '']));
    const [input = '', ...words] = rest.slice(VARIABLES.length);
    try {
      const program = PROGRAMS[name];
      if (program === undefined) throw new Error('This program is not known.');
      return `0\n${await program({ words, environment, input, lab, config, application })}`;
    } catch (error) {
      return `1\n${name}: ${error instanceof Error ? error.message : String(error)}\n`;
    }
  };
  const server = createServer((socket) => {
    fieldsOf(socket)
      .then(answer)
      .then((reply) => socket.end(reply))
      .catch(() => socket.destroy());
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
  return {
    scripts: Object.fromEntries(Object.keys(PROGRAMS).map((name) => [name, script(port)])),
    close: () => server.close(),
  };
}

/** Everything that one program hands on. */
async function fieldsOf(socket: Socket): Promise<readonly string[]> {
  let text = '';
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    const [count = '', ...fields] = text.split('\0');
    if (fields.length > Number(count) && count !== '') return fields.slice(0, Number(count));
  }
  throw new Error('The program ended before it had said everything.');
}
