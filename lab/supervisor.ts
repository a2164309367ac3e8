import type { Config } from '../orchestrator/config.ts';
import type { Addresses } from './addresses.ts';
import { type Child, startChild } from './process/child.ts';

/** The platform's process, started again whenever it ends. */
export interface Supervisor {
  isUp(): boolean;
  restarts(): number;
  /** `kill -9`, at whatever it is doing; resolves when it is gone. It is started again at once. */
  kill(): Promise<void>;
  /** Resolves when the platform answers (again). */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the platform and keeps it started. */
export async function supervise(addresses: Addresses, config: Config): Promise<Supervisor> {
  let isStopping = false;
  let restarts = 0;
  let isUp = false;
  let child: Child = startChild(new URL('./platform.ts', import.meta.url), 'The platform');
  let started: Promise<void> = begin();

  async function begin(): Promise<void> {
    const current = child;
    void current.exited.then(again);
    await current.ask('start', { addresses, config });
    isUp = true;
  }

  function again(): void {
    isUp = false;
    if (isStopping) return;
    restarts += 1;
    child = startChild(new URL('./platform.ts', import.meta.url), 'The platform');
    started = begin();
    started.catch(() => undefined);
  }

  await started;
  return {
    isUp: () => isUp,
    restarts: () => restarts,
    async kill() {
      const { exited } = child;
      child.kill('SIGKILL');
      await exited;
    },
    ready: () => started,
    async stop() {
      isStopping = true;
      child.kill('SIGKILL');
      await child.exited;
    },
  };
}
