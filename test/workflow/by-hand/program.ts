import { readFile } from 'node:fs/promises';
import { parseConfig } from '../../../orchestrator/config.ts';
import { applicationOf } from '../../../orchestrator/stage.ts';
import type { Typed } from './typed.ts';
import type { Whereabouts } from './whereabouts.ts';

/** `psql`, `aws`, `curl` and `dig` as far as the runbooks use them, against the lab. What they do not know, they complain of. */
const programs = {
  psql: async () => (await import('./psql.ts')).psql,
  aws: async () => (await import('./aws.ts')).aws,
  curl: async () => (await import('./curl.ts')).curl,
  dig: async () => (await import('./dig.ts')).dig,
};

const [name = '', ...words] = process.argv.slice(2);
const config = parseConfig(await readFile(new URL('../../../dr.yml', import.meta.url), 'utf8'));
const lab: Whereabouts = JSON.parse(process.env.BY_HAND_LAB ?? '');
const typed: Typed = { words, lab, config, application: applicationOf(config, 'shop') };

try {
  const program = await programs[name as keyof typeof programs]();
  process.stdout.write(await program(typed));
  process.exit(0);
} catch (error) {
  process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
