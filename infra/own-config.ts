import { readFileSync } from 'node:fs';
import { BrokenConfig, type Config, parseConfig } from '../orchestrator/config.ts';

/** The dr.yml where a command is typed; one with mistakes ends the command with 1 and a sentence for each of them. */
export function ownConfig(): Config {
  try {
    return parseConfig(readFileSync('dr.yml', 'utf8'));
  } catch (error) {
    if (!(error instanceof BrokenConfig)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
