import { readFile } from 'node:fs/promises';
import { type Config, parseConfig } from '../orchestrator/config.ts';

/** The project's dr.yml. */
export const projectConfig = async (): Promise<Config> =>
  parseConfig(await readFile(new URL('../dr.yml', import.meta.url), 'utf8'));

/** dr.yml with these applications and no others: one that it does not name is like its first, under a domain of its own. */
export function withApplications(config: Config, names: readonly string[]): Config {
  const [like] = Object.values(config.applications);
  if (like === undefined) throw new Error('dr.yml names no application.');
  const parent = like.domain.slice(like.domain.indexOf('.'));
  const found = names.map((name) => [name, config.applications[name] ?? { ...like, domain: `${name}${parent}` }] as const);
  return { ...config, applications: Object.fromEntries(found) };
}
