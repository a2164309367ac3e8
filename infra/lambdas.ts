import { join } from 'node:path';
import type { Config } from '../orchestrator/config.ts';
import { bundle } from './bundle.ts';
import type { BundleName } from './constructs/platform-functions.ts';

/** Where the entry of each bundle is. */
export const ENTRIES: Readonly<Record<BundleName, string>> = {
  task: 'orchestrator/lambdas/handlers/task.ts',
  sweeper: 'orchestrator/lambdas/handlers/sweeper.ts',
  finalizer: 'orchestrator/lambdas/handlers/finalizer.ts',
  reconciler: 'orchestrator/lambdas/handlers/reconciler.ts',
  watch: 'orchestrator/lambdas/handlers/watch.ts',
  look: 'orchestrator/lambdas/handlers/look.ts',
  bot: 'bot/lambdas/bot.ts',
  reporter: 'bot/lambdas/reporter.ts',
};

/** Bundles every Lambda into a folder of its own under `folder`; answers the folders. */
export async function bundleLambdas(config: Config, folder: string): Promise<Readonly<Record<BundleName, string>>> {
  const made = Object.entries(ENTRIES).map(async ([name, entry]) => {
    await bundle(entry, join(folder, name, 'index.js'), { config });
    return [name, join(folder, name)] as const;
  });
  return Object.fromEntries(await Promise.all(made)) as Record<BundleName, string>;
}
