import { join } from 'node:path';
import type { Region } from '../../orchestrator/domain/region.ts';
import { endAbandonedServer } from '../postgres/abandoned.ts';
import { type Child, startChild } from '../process/child.ts';
import { killAll, withDescendants } from '../process/descendants.ts';
import type { RegionView } from '../view.ts';
import type { RegionLook } from './main.ts';
import type { RegionOptions } from './options.ts';

/** A Region of the lab, in a process of its own, as the world holds it. */
export interface RegionHost {
  readonly region: Region;
  state(): RegionView['state'];
  /** Starts the database, once its data folder is there, and waits until it answers. */
  startDatabase(): Promise<void>;
  /** Null while the Region is killed. */
  look(): Promise<RegionLook | null>;
  /** Ends every process of the Region at once: database, services, endpoints. */
  kill(): Promise<void>;
  disturb(condition: 'cut-off' | 'frozen'): Promise<void>;
  /** Everything comes back as it was. */
  heal(): Promise<void>;
  setFlagLost(lost: boolean): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a Region's process and its services; the database waits for its data. */
export async function startRegion(options: RegionOptions): Promise<RegionHost> {
  const { region } = options;
  let state: RegionView['state'] = 'healthy';
  let flagLost = false;

  const start = async (): Promise<Child> => {
    const started = startChild(new URL('./main.ts', import.meta.url), region);
    await started.ask('open', options);
    return started;
  };
  let child = await start();

  return {
    region,
    state: () => state,
    startDatabase: () => child.ask('start-database', options),
    look: async () => (state === 'killed' ? null : child.ask<RegionLook>('look').catch(() => null)),
    kill: async () => {
      if (state === 'killed') return;
      state = 'killed';
      await killAll(await withDescendants(child.pid));
    },
    disturb: async (condition) => {
      if (state === 'killed') return;
      await child.ask('set-condition', condition);
      state = condition;
    },
    heal: async () => {
      if (state === 'killed') {
        child = await start();
        await child.ask('set-flag-lost', flagLost);
        await child.ask('start-database', options);
      } else {
        await child.ask('set-condition', 'healthy');
      }
      state = 'healthy';
    },
    setFlagLost: async (lost) => {
      flagLost = lost;
      if (state !== 'killed') await child.ask('set-flag-lost', lost);
    },
    stop: async () => {
      if (child.hasExited()) return endAbandonedServer(join(options.folder, 'database'));
      const family = await withDescendants(child.pid);
      await child.ask('stop').catch(() => undefined);
      await killAll(family);
    },
  };
}
