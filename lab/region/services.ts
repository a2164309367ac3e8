import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refused } from '../../orchestrator/domain/errors.ts';
import type { ServiceStatus } from '../../orchestrator/ports/world.ts';
import type { ServiceOptions } from '../app/in-lab/options.ts';
import type { RegionOptions } from './options.ts';
import { startTask, type Task } from './task.ts';

/** Autoscaling minimum and desired count of a service. */
export type Capacity = Pick<ServiceStatus, 'min' | 'desired'>;

/** The services of a Region: real processes, started and ended to match what is desired. */
export interface Services {
  look(): Readonly<Record<string, ServiceStatus>>;
  scale(service: string, capacity: Capacity): Promise<void>;
  healthyPorts(service: string): readonly number[];
}

/** Starts the services at the capacity they last had here, or else at the minimum of dr.yml. */
export async function startServices(options: RegionOptions): Promise<Services> {
  const file = join(options.folder, 'capacity.json');
  const capacities = new Map(Object.entries(await lastCapacities(file, options)));
  const tasks = new Map<string, Task[]>([...capacities.keys()].map((service) => [service, []]));
  let started = 0;

  const serviceOptions = (): ServiceOptions => {
    const { writers, name } = options.application.database;
    const writer = writers[started++ % writers.length] ?? '';
    const login = { user: writer, password: options.passwords.writers[writer] ?? '' };
    const database = { port: options.ports.database, name };
    const { region, application, ports, patienceMs } = options;
    return { region, application: application.id, database, login, store: ports.store, patienceMs };
  };
  const known = (service: string): Task[] => {
    const found = tasks.get(service);
    if (found === undefined) throw new Refused(`${options.region} has no service ${service}.`);
    return found;
  };
  const match = (service: string): void => {
    const running = known(service);
    const desired = capacities.get(service)?.desired ?? 0;
    while (running.length > desired) running.pop()?.end();
    while (running.length < desired) {
      const task = startTask(service, serviceOptions());
      running.push(task);
      void task.ended.then(() => {
        const index = running.indexOf(task);
        if (index < 0) return;
        running.splice(index, 1);
        match(service);
      });
    }
  };
  for (const service of tasks.keys()) match(service);

  const count = (service: string, condition: (task: Task) => boolean): number => known(service).filter(condition).length;
  return {
    look: () =>
      Object.fromEntries(
        [...capacities].map(([service, capacity]) => [
          service,
          {
            ...capacity,
            running: count(service, (task) => task.port() !== null),
            healthy: count(service, (task) => task.isHealthy()),
          },
        ]),
      ),
    scale: async (service, capacity) => {
      known(service);
      capacities.set(service, capacity);
      match(service);
      await writeFile(file, JSON.stringify(Object.fromEntries(capacities)));
    },
    healthyPorts: (service) =>
      known(service).flatMap((task) => {
        const port = task.port();
        return port !== null && task.isHealthy() ? [port] : [];
      }),
  };
}

async function lastCapacities(file: string, options: RegionOptions): Promise<Record<string, Capacity>> {
  const saved = await readFile(file, 'utf8').catch(() => null);
  if (saved !== null) return JSON.parse(saved) as Record<string, Capacity>;
  const services = Object.entries(options.application.services);
  return Object.fromEntries(
    services.map(
      ([
        name,
        {
          [options.role]: { min },
        },
      ]) => [name, { min, desired: min }],
    ),
  );
}
