import type { ServiceOptions } from '../app/in-lab/options.ts';
import { call } from '../network/call.ts';
import { startChild } from '../process/child.ts';

const HEALTH_INTERVAL_MS = 250;

/** What the sample application is made of, by service name in dr.yml. */
const MODULES: Readonly<Record<string, URL>> = {
  frontend: new URL('../app/in-lab/frontend.ts', import.meta.url),
  backend: new URL('../app/in-lab/backend.ts', import.meta.url),
};

/** One process of a service. */
export interface Task {
  /** Null until it listens. */
  port(): number | null;
  /** Whether the balancer's last health check passed. */
  isHealthy(): boolean;
  end(): void;
  readonly ended: Promise<void>;
}

/** Starts one process of the service and checks its health from then on. */
export function startTask(service: string, options: ServiceOptions): Task {
  const module = MODULES[service];
  if (module === undefined) throw new Error(`The sample application has no service ${service}.`);
  const child = startChild(module, service);
  let port: number | null = null;
  let healthy = false;

  const check = async (): Promise<void> => {
    healthy = await call(`http://127.0.0.1:${port}/health`, { timeoutMs: options.patienceMs }).then(
      ({ status }) => status === 200,
      () => false,
    );
  };
  const keepChecking = async (): Promise<void> => {
    await check();
    if (!child.hasExited()) setTimeout(() => void keepChecking(), HEALTH_INTERVAL_MS).unref();
  };
  void child.ask<number>('start', options).then(
    (listening) => {
      port = listening;
      return keepChecking();
    },
    () => child.kill('SIGKILL'),
  );
  return {
    port: () => port,
    isHealthy: () => healthy && !child.hasExited(),
    end: () => child.kill('SIGKILL'),
    ended: child.exited,
  };
}
