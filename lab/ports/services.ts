import { z } from 'zod';
import type { Services } from '../../orchestrator/ports/world.ts';
import type { Provider } from './provider.ts';

const count = z.int().min(0);
const ServicesAnswer = z.record(z.string(), z.strictObject({ min: count, desired: count, running: count, healthy: count }));

/** The application's services, through the provider's API of each Region. */
export const labServices = (ask: Provider): Services => ({
  look: (region) => ask(region, 'services', ServicesAnswer),
  // Nothing scales by itself in the lab, so that nothing needs room.
  scale: async (region, service, { min, desired }) => {
    await ask(region, `services/${service}`, z.unknown(), { method: 'PUT', body: { min, desired } });
  },
});
