import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Region } from '../../orchestrator/domain/region.ts';
import { clearAbandoned } from '../postgres/abandoned.ts';
import { type Child, startChild } from '../process/child.ts';
import { killAll, untilGone, withDescendants } from '../process/descendants.ts';
import type { RegionView } from '../view.ts';
import { drillsFolder } from './drills.ts';
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
  /** Ends every process of the Region at once: database, services, endpoints. Calls back in the very moment. */
  kill(atThatMoment: () => void): Promise<void>;
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
  const look = (): Promise<RegionLook | null> => child.ask<RegionLook>('look').catch(() => null);

  return {
    region,
    state: () => state,
    startDatabase: () => child.ask('start-database'),
    look: async () => (state === 'killed' ? null : look()),
    kill: async (atThatMoment) => {
      if (state === 'killed') return;
      const family = await withDescendants(child.pid);
      state = 'killed';
      killAll(family);
      atThatMoment();
      await untilGone(family);
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
        if (await child.ask<boolean>('start-database')) await untilItServes(look);
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
      if (child.hasExited()) return clearAll(options.folder);
      const family = await withDescendants(child.pid);
      await child.ask('stop').catch(() => undefined);
      killAll(family);
      await untilGone(family);
    },
  };
}

/** Ends what a killed Region's servers may have left, those of its drills too. */
async function clearAll(folder: string): Promise<void> {
  const runs = await readdir(drillsFolder(folder)).catch(() => []);
  const copies = runs.map((run) => join(drillsFolder(folder), run, 'database'));
  await Promise.all([join(folder, 'database'), ...copies].map(clearAbandoned));
}

/** Waits until the database answers and every service has as many healthy processes as desired. */
export async function untilItServes(look: () => Promise<RegionLook | null>): Promise<void> {
  for (;;) {
    const seen = await look();
    const complete = Object.values(seen?.services ?? {}).every(({ healthy, desired }) => healthy >= desired);
    if (seen !== null && seen.database !== null && complete) return;
    await sleep(15);
  }
}
