import { CHECKS_VARIABLE, MadeChecks, withChecks } from '../aws/made-checks.ts';
import type { Config } from '../config.ts';

/** Filled in by the bundler. */
declare const DR_CONFIG: string;

let config: Config | undefined;

/** The validated dr.yml that was put into this bundle, and the ids that only the deployment knows. */
export function bundledConfig(): Config {
  config ??= withChecks(JSON.parse(DR_CONFIG) as Config, MadeChecks.parse(JSON.parse(process.env[CHECKS_VARIABLE] ?? '{}')));
  return config;
}
