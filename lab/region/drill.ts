import { setTimeout as sleep } from 'node:timers/promises';
import type { Home } from '../../orchestrator/agent/wake.ts';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import type { DrillStatus } from '../../orchestrator/ports/drills.ts';
import type { ProbeReading } from '../../orchestrator/ports/world.ts';
import { call } from '../network/call.ts';
import { readAndWrite } from '../network/read-and-write.ts';
import { replicationSettings } from '../postgres/baseline.ts';
import { copyRunning, type Source } from '../postgres/running-copy.ts';
import { type Server, startServer } from '../postgres/server.ts';
import { freePort } from '../process/free-port.ts';
import { serviceFor } from './balancer.ts';
import { type Instance, openInstance } from './instance.ts';
import type { RegionOptions } from './options.ts';
import { startTask, type Task } from './task.ts';

const PATIENCE_MS = 200;

/** A drill's copy of the Region's database, which follows it until it is promoted, and the tasks that use the copy. */
export interface Drill {
  look(): Promise<DrillStatus>;
  /** Where its processes listen; null for what does not yet. */
  ports(): DrillPorts;
  /** `Unavailable` until it is made. */
  instance(): Instance;
  start(): void;
  probe(): Promise<Pick<ProbeReading, 'readOk' | 'writeOk'>>;
  end(): Promise<void>;
  /** Settles when the copy is made, or could not be. */
  readonly made: Promise<void>;
}

/** Ports of 127.0.0.1. */
export interface DrillPorts {
  readonly database: number | null;
  readonly tasks: Readonly<Record<string, number | null>>;
}

/** What a copy is to be: where its data is, and whether it follows its source until it is promoted. */
export interface CopyOptions {
  readonly data: string;
  readonly follows: boolean;
}

/** Makes the copy and starts a server on it. */
export function startDrill(options: RegionOptions, home: Home, source: Source, { data, follows }: CopyOptions): Drill {
  const { region, application, binaries, passwords, patienceMs } = options;
  let instance: Instance | null = null;
  let server: Server | null = null;
  let port = 0;
  let hasFailed = false;
  const tasks = new Map<string, Task>();

  const make = async (): Promise<void> => {
    await copyRunning(source, data, binaries);
    port = await freePort();
    const settings = replicationSettings(source.port, passwords);
    server = await startServer({ binaries, data, port, settings, superuserPassword: passwords.superuser });
    const answering = openInstance({ ...options, ports: { ...options.ports, database: port }, otherRegion: region }, home);
    if (!follows) await alone(answering);
    instance = answering;
  };
  const made = make().catch((error: unknown) => {
    hasFailed = true;
    process.stderr.write(`${JSON.stringify({ message: 'A copy could not be made.', error: String(error) })}\n`);
  });
  const opened = (): Instance => {
    if (instance !== null) return instance;
    throw hasFailed ? new Refused('The copy could not be made.') : new Unavailable('The copy is not made yet.');
  };
  const portOf = (path: string): number => {
    const listening = tasks.get(serviceFor(path))?.port() ?? null;
    if (listening === null) throw new Unavailable(`No task of the drill serves ${path} yet.`);
    return listening;
  };
  return {
    made,
    instance: opened,
    look: async () => {
      const making = { state: hasFailed ? 'stopped' : 'modifying', replicaOf: region } as const;
      return {
        database: instance === null ? making : await instance.status(),
        tasks: [...tasks].map(([service, task]) => ({ service, state: task.port() === null ? 'starting' : 'running' })),
      };
    },
    ports: () => ({
      database: instance === null ? null : port,
      tasks: Object.fromEntries([...tasks].map(([service, task]) => [service, task.port()])),
    }),
    start: () => {
      const [writer = ''] = application.database.writers;
      const login = { user: writer, password: passwords.writers[writer] ?? '' };
      const database = { port, name: application.database.name };
      for (const service of Object.keys(application.services)) {
        if (tasks.has(service)) continue;
        const task = startTask(service, { region, application: application.id, database, login, store: null, patienceMs });
        tasks.set(service, task);
        void task.ended.then(() => void (tasks.get(service) === task && tasks.delete(service)));
      }
    },
    probe: () =>
      readAndWrite((path, request = {}) =>
        call(`http://127.0.0.1:${portOf(path)}${path}`, { ...request, timeoutMs: PATIENCE_MS }).catch((cause: Error) => {
          throw new Unavailable('A task of the drill does not answer.', { cause });
        }),
      ),
    end: async () => {
      for (const task of tasks.values()) task.end();
      await Promise.all([...tasks.values()].map(({ ended }) => ended));
      await made;
      await instance?.close();
      await server?.stop('at-once');
    },
  };
}

/** Lets a copy be a server of its own before anybody sees it, as one is that comes from backups. */
async function alone(instance: Instance): Promise<void> {
  await instance.promote();
  while ((await instance.status()).replicaOf !== null) await sleep(15);
}
