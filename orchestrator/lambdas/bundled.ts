import type { Config } from '../config.ts';

/** Filled in by the bundler. */
declare const DR_CONFIG: string;

let config: Config | undefined;

/** The validated dr.yml that was put into this bundle. */
export function bundledConfig(): Config {
  config ??= JSON.parse(DR_CONFIG) as Config;
  return config;
}
