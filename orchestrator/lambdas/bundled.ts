import type { Config } from '../config.ts';

/** Filled in by the bundler. */
declare const DR_CONFIG: string;
declare const DR_CONFIG_HASH: string;

let config: Config | undefined;

/** The validated dr.yml that was put into this bundle. */
export function bundledConfig(): Config {
  config ??= JSON.parse(DR_CONFIG) as Config;
  return config;
}

/** SHA-256 (hex) of that dr.yml, so that a log tells which one a Lambda ran with. */
export const bundledConfigHash = (): string => DR_CONFIG_HASH;
