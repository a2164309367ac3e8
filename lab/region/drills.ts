import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Home } from '../../orchestrator/agent/wake.ts';
import { Unavailable } from '../../orchestrator/domain/errors.ts';
import type { DrillStatus } from '../../orchestrator/ports/drills.ts';
import { clearAbandoned } from '../postgres/abandoned.ts';
import { type Drill, type DrillPorts, startDrill } from './drill.ts';
import type { Instance } from './instance.ts';
import type { RegionOptions } from './options.ts';

/** The drills held in a Region: what is in its folder of drills, whether this process started it or one before it. */
export interface Drills {
  look(run: string): Promise<DrillStatus>;
  /** Begins to copy the Region's database, where there is no copy of that run yet. */
  copy(run: string): Promise<void>;
  /** Begins to make a copy that follows nobody, as one from backups; the Region's database can be promoted meanwhile. */
  restore(run: string): Promise<void>;
  /** Whether the Region's database is being copied, so that it cannot be promoted. */
  isCopying(): boolean;
  instance(run: string): Instance;
  ports(run: string): DrillPorts;
  start(run: string): void;
  probe(run: string): ReturnType<Drill['probe']>;
  /** Begins to remove everything of that run. */
  remove(run: string): void;
  leftovers(): Promise<readonly string[]>;
  /** Ends every process of every drill; files stay. */
  stop(): Promise<void>;
}

/** Where the copies of a Region's drills are. */
export const drillsFolder = (folder: string): string => join(folder, 'drills');

/** Opens the drills of a Region. */
export function openDrills(options: RegionOptions, home: Home): Drills {
  const { folder, ports, passwords, region } = options;
  const source = { data: join(folder, 'database'), port: ports.database, superuserPassword: passwords.superuser };
  const held = new Map<string, Drill>();
  const removing = new Map<string, Promise<void>>();
  let copying = 0;

  const leftovers = (): Promise<string[]> => readdir(drillsFolder(folder)).catch(() => []);
  const of = (run: string): Drill => {
    const drill = held.get(run);
    if (drill === undefined) throw new Unavailable(`No drill of ${run} runs in ${region}.`);
    return drill;
  };
  const isThere = async (run: string): Promise<boolean> => held.has(run) || (await leftovers()).includes(run);
  const dataOf = (run: string): string => join(drillsFolder(folder), run, 'database');
  const removeAll = async (run: string): Promise<void> => {
    await held.get(run)?.end();
    held.delete(run);
    await clearAbandoned(dataOf(run));
    await rm(join(drillsFolder(folder), run), { recursive: true, force: true, maxRetries: 5 });
  };
  return {
    look: async (run) => {
      const drill = held.get(run);
      if (drill !== undefined && !removing.has(run)) return drill.look();
      const isLeft = (await leftovers()).includes(run);
      return { database: isLeft ? { state: removing.has(run) ? 'modifying' : 'stopped', replicaOf: region } : null, tasks: [] };
    },
    restore: async (run) => {
      if (!(await isThere(run))) held.set(run, startDrill(options, home, source, { data: dataOf(run), follows: false }));
    },
    copy: async (run) => {
      if (await isThere(run)) return;
      copying += 1;
      const drill = startDrill(options, home, source, { data: dataOf(run), follows: true });
      held.set(run, drill);
      void drill.made.finally(() => {
        copying -= 1;
      });
    },
    isCopying: () => copying > 0,
    instance: (run) => of(run).instance(),
    ports: (run) => of(run).ports(),
    start: (run) => of(run).start(),
    probe: (run) => of(run).probe(),
    remove: (run) => {
      if (removing.has(run)) return;
      removing.set(
        run,
        removeAll(run).finally(() => removing.delete(run)),
      );
    },
    leftovers: async () => [...new Set([...(await leftovers()), ...held.keys()])],
    stop: async () => {
      await Promise.all([...held.values()].map((drill) => drill.end()));
    },
  };
}
