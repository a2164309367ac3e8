import { z } from 'zod';
import { type Call, call } from '../../lab/network/call.ts';
import type { LabWorld } from '../../lab/world.ts';
import type { ServiceStatus } from '../../orchestrator/ports/world.ts';

const PATIENCE_MS = 5_000;
const NO_SLACK = { api: 'http://127.0.0.1:1/', botToken: 'none', signingSecret: 'none' };
const count = z.int().min(0);
const Services = z.record(z.string(), z.strictObject({ min: count, desired: count, running: count, healthy: count }));

/** The lab's Regions as the provider behind AWS's APIs: what the fronts change here, real processes and databases do. */
export interface LabBinding {
  /** Whether the Region's server follows another one. */
  isReplica(region: string): Promise<boolean>;
  promote(region: string): Promise<void>;
  services(region: string): Promise<Readonly<Record<string, ServiceStatus>>>;
  scale(region: string, service: string, capacity: Pick<ServiceStatus, 'min' | 'desired'>): Promise<void>;
}

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
    isReplica: async (region) =>
      z.object({ replicaOf: z.string().nullable() }).parse(await ask(region, 'database', 'GET')).replicaOf !== null,
    promote: async (region) => void (await ask(region, 'database/promote', 'POST')),
    services: async (region) => Services.parse(await ask(region, 'services', 'GET')),
    scale: async (region, service, capacity) => void (await ask(region, `services/${service}`, 'PUT', capacity)),
  };
}
