import { join } from 'node:path';
import type { Config } from '../orchestrator/config.ts';
import { bundleEach } from './bundle.ts';
import type { BundleName } from './constructs/platform-functions.ts';

/** Where the entry of each bundle is. */
export const ENTRIES: Readonly<Record<BundleName, string>> = {
  task: 'orchestrator/lambdas/handlers/task.ts',
  sweeper: 'orchestrator/lambdas/handlers/sweeper.ts',
  finalizer: 'orchestrator/lambdas/handlers/finalizer.ts',
  reconciler: 'orchestrator/lambdas/handlers/reconciler.ts',
  watch: 'orchestrator/lambdas/handlers/watch.ts',
  rehearsal: 'orchestrator/lambdas/handlers/rehearsal.ts',
  costs: 'orchestrator/lambdas/handlers/costs.ts',
  look: 'orchestrator/lambdas/handlers/look.ts',
  bot: 'bot/lambdas/bot.ts',
  reporter: 'bot/lambdas/reporter.ts',
  agent: 'orchestrator/lambdas/handlers/agent.ts',
  bootstrap: 'orchestrator/lambdas/handlers/bootstrap.ts',
  rotation: 'orchestrator/lambdas/handlers/rotation.ts',
};

/** Bundles every Lambda into a folder of its own under `folder`; answers the folders. */
export async function bundleLambdas(config: Config, folder: string): Promise<(name: BundleName) => string> {
  await bundleEach(ENTRIES, folder, { config });
  return (name) => join(folder, name);
}
