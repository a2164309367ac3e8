import { access, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Refused, Unavailable } from '../../orchestrator/domain/errors.ts';
import type { InstanceStatus } from '../../orchestrator/ports/world.ts';
import { clearAbandoned } from '../postgres/abandoned.ts';
import { giveOwnSettings, ownSettings, settingDifferences } from '../postgres/own-settings.ts';
import { copyRunning } from '../postgres/running-copy.ts';
import { type Server, startServer } from '../postgres/server.ts';
import type { Instance } from './instance.ts';
import type { RegionOptions } from './options.ts';

/** What is kept in a Region of databases that were left behind. */
export interface KeptCopy {
  readonly keptAs: string;
  readonly kind: 'instance' | 'snapshot';
  readonly isMade: boolean;
}

/** A Region's database server and its data folder, which can be kept aside and made anew. */
export interface Database {
  /** Starts the server on what is there; false where there is none. */
  start(): Promise<boolean>;
  /** Null where there is none; `modifying` while it is made. */
  status(): Promise<InstanceStatus | null>;
  kept(): Promise<readonly KeptCopy[]>;
  /** Begins to copy the data of the running server, where that is not kept already. */
  snapshot(keptAs: string): Promise<void>;
  /** Ends the server and keeps its data folder under that name. `Refused` for a replica. */
  setAside(keptAs: string): Promise<void>;
  /** Begins to make a replica of the other Region's database, where there is none. `Refused` where nothing was set aside. */
  replicate(): Promise<void>;
  /** Sentences: where the server is not what the one was that was set aside last. */
  differences(): Promise<readonly string[]>;
  /** Begins to start it anew with the settings of that one, where it has others. `Refused` for what is no replica. */
  restore(): Promise<void>;
  stop(): Promise<void>;
}

const KINDS = ['instance', 'snapshot'] as const;
const PART = '.part';
const RESTORE = 'restore';

/** Opens the database of a Region, whose connections are `instance`. */
export function openDatabase(options: RegionOptions, instance: Instance): Database {
  const { binaries, folder, ports, passwords, replication, region, otherRegion, otherDatabase } = options;
  const data = join(folder, 'database');
  const folderOf = (kind: KeptCopy['kind'], keptAs: string): string => join(folder, 'kept', kind, keptAs, 'database');
  let server: Server | null = null;
  const making = new Map<string, Promise<void>>();

  const isThere = (path: string): Promise<boolean> =>
    access(path).then(
      () => true,
      () => false,
    );
  const start = async (): Promise<boolean> => {
    if (!(await isThere(data))) return false;
    const superuserPassword = passwords.superuser;
    server = await startServer({ binaries, data, port: ports.database, settings: replication, superuserPassword });
    return true;
  };
  /** Makes a folder by copying a running server; what a Region's end leaves unfinished is begun anew. */
  const copy = async (port: number, from: string, to: string): Promise<void> => {
    const part = `${to}${PART}`;
    await rm(part, { recursive: true, force: true });
    await copyRunning({ data: from, port, superuserPassword: passwords.superuser }, part, binaries);
    await rename(part, to);
  };
  const once = (path: string, make: () => Promise<void>): void => {
    if (making.has(path)) return;
    const made = make()
      .catch((error: unknown) => log('A database could not be kept or made.', error))
      .finally(() => making.delete(path));
    making.set(path, made);
  };
  /** What a Region's end left unfinished is not there: whoever wants it asks again. */
  const kept = async (): Promise<readonly KeptCopy[]> => {
    const found = await Promise.all(
      KINDS.map(async (kind) => {
        const names = await readdir(join(folder, 'kept', kind)).catch(() => []);
        return Promise.all(names.map(async (keptAs) => ({ keptAs, kind, isMade: await isThere(folderOf(kind, keptAs)) })));
      }),
    );
    return found.flat().filter(({ isMade, kind, keptAs }) => isMade || making.has(folderOf(kind, keptAs)));
  };
  /** The data folder of the server that was set aside last; null where none was. */
  const setAsideLast = async (): Promise<string | null> => {
    const copies = (await kept()).filter(({ kind }) => kind === 'instance').map(({ keptAs }) => folderOf('instance', keptAs));
    const aged = await Promise.all(copies.map(async (path) => ({ path, at: (await stat(join(path, '..'))).mtimeMs })));
    return aged.toSorted((one, other) => other.at - one.at)[0]?.path ?? null;
  };
  const differences = async (): Promise<readonly string[]> => {
    if (!(await isThere(data))) return [`${region}: there is no database.`];
    if (making.has(RESTORE)) return [`${region}: the database starts anew with its settings.`];
    const last = await setAsideLast();
    return last === null ? [] : settingDifferences(region, await ownSettings(last), await ownSettings(data));
  };
  const status = async (): Promise<InstanceStatus | null> => {
    if (making.has(data)) return { state: 'modifying', replicaOf: otherRegion };
    return server === null && !(await isThere(data)) ? null : instance.status();
  };

  return {
    start,
    status,
    kept,
    snapshot: async (keptAs) => {
      const path = folderOf('snapshot', keptAs);
      if (await isThere(path)) return;
      if ((await status()) === null) throw new Refused(`There is no database in ${region}.`);
      once(path, () => copy(ports.database, data, path));
    },
    setAside: async (keptAs) => {
      const now = await status();
      if (now === null) return;
      if (now.replicaOf !== null) throw new Refused('The database is a replica, and is not set aside.');
      const running = server;
      if (running === null) throw new Unavailable('The database is not started yet.');
      once(`set-aside ${keptAs}`, async () => {
        server = null;
        await running.stop('in-order');
        const path = folderOf('instance', keptAs);
        await mkdir(join(path, '..'), { recursive: true });
        await clearAbandoned(data);
        await rename(data, path);
      });
    },
    replicate: async () => {
      if ((await status()) !== null) return;
      if ((await setAsideLast()) === null) throw new Refused('Nothing was set aside.');
      once(data, async () => {
        await copy(otherDatabase.port, otherDatabase.data, data);
        await start();
      });
    },
    differences,
    restore: async () => {
      if ((await differences()).length === 0) return;
      if ((await status())?.replicaOf === null) throw new Refused('The database is no replica, and is left as it is.');
      const [last, running] = [await setAsideLast(), server];
      if (last === null) throw new Refused('Nothing was set aside.');
      if (running === null) throw new Unavailable('The database is not started yet.');
      once(RESTORE, async () => {
        server = null;
        await running.stop('in-order');
        await giveOwnSettings(data, await ownSettings(last));
        await start();
      });
    },
    stop: async () => {
      await Promise.all(making.values());
      await server?.stop('at-once');
    },
  };
}

const log = (message: string, error: unknown): void =>
  void process.stderr.write(`${JSON.stringify({ message, error: String(error) })}\n`);
