import type { Config } from '../config.ts';

declare const DR_CONFIG: Config;
declare const DR_CONFIG_HASH: string;

/** The validated dr.yml that was put into this bundle. */
export const bundledConfig = (): Config => DR_CONFIG;

/** SHA-256 (hex) of that dr.yml, so that a log tells which one a Lambda ran with. */
export const bundledConfigHash = (): string => DR_CONFIG_HASH;
