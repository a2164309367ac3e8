import { z } from 'zod';
import type { Storage } from '../../orchestrator/ports/world.ts';
import type { Provider } from './provider.ts';

const BacklogAnswer = z.strictObject({ objects: z.int().min(0) });

/** The application's buckets; the Region an object was put in knows whether it has been copied. */
export const labStorage = (ask: Provider): Storage => ({
  backlog: async (from) => (await ask(from, 'backlog', BacklogAnswer)).objects,
});
