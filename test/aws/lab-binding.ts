import { z } from 'zod';
import { type Call, call } from '../../lab/network/call.ts';
import { StatusAnswer } from '../../lab/ports/drills.ts';
import type { LabWorld } from '../../lab/world.ts';
import type { ServiceStatus } from '../../orchestrator/ports/world.ts';

const PATIENCE_MS = 5_000;
const NO_SLACK = { api: 'http://127.0.0.1:1/', botToken: 'none', signingSecret: 'none' };
const count = z.int().min(0);
const Ports = z.strictObject({ database: z.int().nullable(), tasks: z.record(z.string(), z.int().nullable()) });
const Followed = z.object({ replicaOf: z.string().nullable() });
const Services = z.record(z.string(), z.strictObject({ min: count, desired: count, running: count, healthy: count }));

/** The lab's Regions as the provider behind AWS's APIs: what the fronts change here, real processes and databases do. */
export interface LabBinding {
  /** Whether the Region's server follows another one. */
  isReplica(region: string): Promise<boolean>;
  promote(region: string): Promise<void>;
  services(region: string): Promise<Readonly<Record<string, ServiceStatus>>>;
  scale(region: string, service: string, capacity: Pick<ServiceStatus, 'min' | 'desired'>): Promise<void>;
  /** Has the Region do something towards a database made anew: `replicate`, `snapshot/<as>`, `set-aside/<as>`. */
  rebuild(region: string, what: string): Promise<void>;
  /** Has the Region do something for a drill. */
  drill(region: string, run: string, verb: 'copy' | 'restore' | 'promote' | 'start' | 'remove'): Promise<void>;
  lookAtDrill(region: string, run: string): Promise<z.infer<typeof StatusAnswer>>;
  /** Ports of 127.0.0.1 where a drill's copy and tasks listen; null for what does not yet. */
  drillPorts(region: string, run: string): Promise<z.infer<typeof Ports>>;
  /** The drills of which something is there. */
  drills(region: string): Promise<readonly string[]>;
}

/** The Regions of the application that something is named after. */
export type LabOf = (name: string) => LabBinding;

/** Binds to a world of the lab, past its networks. */
export function bindTo(world: LabWorld): LabBinding {
  const { regions } = world.addresses(NO_SLACK, 1);
  const ask = async (region: string, path: string, method: NonNullable<Call['method']>, body?: unknown): Promise<unknown> => {
    const reply = await call(`${regions[region]?.control}/${path}`, { method, body, timeoutMs: PATIENCE_MS });
    if (reply.status !== 200)
      throw new Error(`${region} of the lab answered ${reply.status} to ${method} ${path}: ${reply.body}`);
    return JSON.parse(reply.body);
  };
  return {
    isReplica: async (region) => Followed.parse(await ask(region, 'database', 'GET')).replicaOf !== null,
    promote: async (region) => void (await ask(region, 'database/promote', 'POST')),
    services: async (region) => Services.parse(await ask(region, 'services', 'GET')),
    scale: async (region, service, capacity) => void (await ask(region, `services/${service}`, 'PUT', capacity)),
    rebuild: async (region, what) => void (await ask(region, `rebuild/${what}`, 'POST')),
    drill: async (region, run, verb) => void (await ask(region, `drills/${run}/${verb}`, 'POST')),
    lookAtDrill: async (region, run) => StatusAnswer.parse(await ask(region, `drills/${run}/look`, 'POST')),
    drillPorts: async (region, run) => Ports.parse(await ask(region, `drills/${run}/ports`, 'POST')),
    drills: async (region) => z.object({ runs: z.array(z.string()) }).parse(await ask(region, 'drills', 'GET')).runs,
  };
}
