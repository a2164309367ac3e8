import { z } from 'zod';
import type { Rebuild } from '../../orchestrator/ports/rebuild.ts';
import { InstanceAnswer } from './database.ts';
import type { Provider } from './provider.ts';

const LookAnswer = z.strictObject({ database: InstanceAnswer.nullable() });
const KeptAnswer = z.strictObject({
  kept: z.array(z.strictObject({ keptAs: z.string(), kind: z.enum(['instance', 'snapshot']), isMade: z.boolean() })),
});
const DifferencesAnswer = z.strictObject({ differences: z.array(z.string()) });

/** Making databases anew, through the provider's API of each Region. */
export function labRebuild(ask: Provider): Rebuild {
  const change = async (region: string, path: string): Promise<void> => {
    await ask(region, `rebuild/${path}`, z.unknown(), { method: 'POST' });
  };
  return {
    // Nothing of another Region is needed to make a process.
    obstacles: async () => [],
    // Disks of this machine cost nothing.
    look: async (region) => ({ ...(await ask(region, 'rebuild/look', LookAnswer, { method: 'POST' })), perDay: 0 }),
    kept: async (region) => {
      const { kept } = await ask(region, 'rebuild/kept', KeptAnswer, { method: 'POST' });
      return kept.map((one) => ({ ...one, name: `${one.kind}/${one.keptAs}`, perDay: 0 }));
    },
    snapshot: ({ region, keptAs }) => change(region, `snapshot/${keptAs}`),
    setAside: ({ region, keptAs }) => change(region, `set-aside/${keptAs}`),
    replicate: (region) => change(region, 'replicate'),
    differences: async (region) => (await ask(region, 'rebuild/differences', DifferencesAnswer, { method: 'POST' })).differences,
    restore: (region) => change(region, 'restore'),
  };
}
