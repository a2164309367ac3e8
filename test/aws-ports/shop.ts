import { readFileSync } from 'node:fs';
import { type Application, type Config, parseConfig } from '../../orchestrator/config.ts';

/** dr.yml of the repository, and the application it protects. */
export const config: Config = parseConfig(readFileSync(new URL('../../dr.yml', import.meta.url), 'utf8'));

const { shop: found } = config.applications;
if (found?.aws === undefined) throw new Error('dr.yml does not say what shop has on AWS.');

export const shop: Application & { readonly aws: NonNullable<Application['aws']> } = { id: 'shop', ...found, aws: found.aws };
export const { primary, dr, control } = config.regions;
