import { BrokenConfig } from '../orchestrator/config.ts';

/** Ends the process with the mistakes of dr.yml and nothing else; any other error goes on. */
export function endWithSentence(error: unknown): never {
  if (!(error instanceof BrokenConfig)) throw error;
  console.error(error.message);
  process.exit(1);
}
