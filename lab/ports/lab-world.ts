import type { Application, Config } from '../../orchestrator/config.ts';
import type { World } from '../../orchestrator/ports/world.ts';
import type { Place } from '../addresses.ts';
import { labAgent } from './agent.ts';
import { wallClock } from './clock.ts';
import { labDatabase } from './database.ts';
import { openDomain } from './domain.ts';
import { labDrills } from './drills.ts';
import { labProbe } from './probe.ts';
import { openProvider } from './provider.ts';
import { labRebuild } from './rebuild.ts';
import { labServices } from './services.ts';
import { labStorage } from './storage.ts';
import { labTraffic } from './traffic.ts';

/** How long the platform waits for an answer: what is dead refuses at once, so only what is cut off costs this. */
const PATIENCE_MS = 500;

/** The application's two Regions as the platform reaches them in the lab: over HTTP and DNS, from the control Region. */
export function labWorld(
  addresses: Place,
  application: Application,
  regions: Config['regions'],
  patienceMs: number = PATIENCE_MS,
): World {
  const provider = openProvider(addresses, patienceMs);
  const domain = openDomain(addresses, application.domain, regions);
  return {
    clock: wallClock,
    database: labDatabase(provider),
    agent: labAgent(provider, application),
    services: labServices(provider),
    traffic: labTraffic(addresses, domain, regions, patienceMs),
    probe: labProbe(addresses, application.domain, domain, patienceMs),
    storage: labStorage(provider),
    // Its tasks are processes of this machine: no registry to lack an image, no quota to be too small.
    readiness: { risks: async () => [] },
    drills: labDrills(provider),
    rebuild: labRebuild(provider),
  };
}
