import { z } from 'zod';
import type { Database } from '../../orchestrator/ports/world.ts';
import type { Provider } from './provider.ts';

/** An instance as the provider's API tells it. */
export const InstanceAnswer = z.strictObject({
  state: z.enum(['available', 'backing-up', 'modifying', 'stopped']),
  replicaOf: z.string().nullable(),
});

/** The managed database, through the provider's API of each Region. */
export const labDatabase = (ask: Provider): Database => ({
  status: (region) => ask(region, 'database', InstanceAnswer),
  promote: async (region) => {
    await ask(region, 'database/promote', z.unknown(), { method: 'POST' });
  },
});
