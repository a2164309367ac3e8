import { rm } from 'node:fs/promises';
import type { Application, Config } from '../orchestrator/config.ts';
import { Refused } from '../orchestrator/domain/errors.ts';
import type { Addresses } from './addresses.ts';
import { projectConfig } from './applications.ts';
import { answerFor } from './dns/failover-record.ts';
import { PUBLIC_ADDRESSES } from './dns/public-addresses.ts';
import { serveDns } from './dns/server.ts';
import { startFlags } from './flags.ts';
import { type Judge, makeJudge } from './judge.ts';
import { areReadable } from './postgres/binaries.ts';
import { type Prober, startProber } from './prober/prober.ts';
import { makeRunFolder } from './process/run-folder.ts';
import { stopOnSignals } from './process/signals.ts';
import { startRecordsProcess } from './records/process.ts';
import type { RegionPorts } from './region/options.ts';
import { startRegions } from './regions.ts';
import { makeSwitchboard } from './switchboard.ts';
import { type Crowd, startCrowd } from './users/crowd.ts';
import type { LabView, Switch } from './view.ts';
import { viewWorld } from './world-view.ts';

/** How a world of the lab is started; everything has a default. */
export interface WorldOptions {
  /** Default: the project's dr.yml. */
  readonly config?: Config;
  /** Which application of dr.yml. Default: its first. */
  readonly application?: string;
  /** Concurrent users; 0 for a world in which nobody but the caller writes. Default 8. */
  readonly users?: number;
  /** Pause of a user between two writes, on average. Default 30. */
  readonly thinkMs?: number;
  /** How long a user waits for an answer, ms; the application gives up a little sooner. Default 500. */
  readonly patienceMs?: number;
  /** How long the database's log travels from Region to Region. Default 30, about half a round trip from coast to coast. */
  readonly replicationDelayMs?: number;
  /** The records of another world, when they share them; otherwise it has its own. */
  readonly records?: string;
  /** Whether Ctrl-C and SIGTERM stop the world and end the process. Default true. */
  readonly signals?: boolean;
}

/** Between two attempts of a prober: what is told about a pause is as exact as this, ms. */
const PROBE_MS = 10;

/** A running world: two Regions, DNS, users and the platform's records, each real and on this machine. */
export interface LabWorld {
  readonly config: Config;
  readonly application: Application;
  readonly users: Crowd;
  readonly judge: Judge;
  /** Starts to try both databases as a writer every 10 ms, past every balancer and every cache, to see which one takes writes. */
  probe(): Promise<Prober>;
  /** What the platform's process has to be told. */
  addresses(slack: Addresses['slack'], platformPort: number): Addresses;
  /** The world from above, with no network in between. */
  view(): Promise<Omit<LabView, 'run' | 'plan' | 'platform'>>;
  /** Ends when what was switched can be seen. `Refused` for what is no part of the world. */
  flip(change: Switch): Promise<void>;
  /** Ends every process and deletes every file of the world. */
  stop(): Promise<void>;
}

/** Starts a world; ready when the application serves users in the primary Region and the other Region follows. */
export async function startWorld(options: WorldOptions = {}): Promise<LabWorld> {
  const config = options.config ?? (await projectConfig());
  const application = applicationOf(config, options.application);
  const { primary, dr } = config.regions;
  const { replicationDelayMs = 30, patienceMs = 500 } = options;
  const undo: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  };
  if (options.signals !== false) {
    const release = stopOnSignals(stop);
    undo.push(async () => release());
  }
  try {
    const runFolder = await makeRunFolder({ inMemory: await areReadable() });
    undo.push(() => rm(runFolder, { recursive: true, force: true, maxRetries: 5 }));
    const records = options.records === undefined ? await startRecordsProcess() : { url: options.records, stop: async () => {} };
    undo.push(() => records.stop());
    const regions = await startRegions(runFolder, config.regions, application, records.url, { replicationDelayMs, patienceMs });
    undo.push(() => regions.stop());
    const { ports, passwords } = regions;
    const flags = await startFlags(runFolder, ports.dr.flag);
    undo.push(() => flags.stop());
    const address = (): string => answerFor([flags.checks.dr, flags.checks.control]);
    const dns = await serveDns(application.domain, address);
    undo.push(() => dns.close());
    const users = await startCrowd({
      domain: application.domain,
      dnsPort: dns.port,
      routes: { [PUBLIC_ADDRESSES.primary]: ports.primary.balancer, [PUBLIC_ADDRESSES.dr]: ports.dr.balancer },
      count: options.users ?? 8,
      thinkMs: options.thinkMs ?? 30,
      patienceMs,
    });
    undo.push(() => users.stop());
    const switchboard = makeSwitchboard(config.regions, regions, flags);
    const databases = { [primary]: ports.primary.database, [dr]: ports.dr.database };
    const endpoints = ({ control, balancerFromControl }: RegionPorts) => ({
      control: `http://127.0.0.1:${control}`,
      balancer: `http://127.0.0.1:${balancerFromControl}`,
    });
    return {
      config,
      application,
      users,
      judge: makeJudge(application, databases, passwords),
      probe: async () => {
        const { name, writers } = application.database;
        const writer = writers[0] ?? '';
        const as = { database: name, writer, password: passwords.writers[writer] ?? '' };
        const prober = await startProber({ ports: databases, ...as, everyMs: PROBE_MS });
        undo.push(() => prober.stop());
        return prober;
      },
      addresses: (slack, platformPort) => ({
        records: records.url,
        others: {},
        regions: { [primary]: endpoints(ports.primary), [dr]: endpoints(ports.dr) },
        flags: flags.urls,
        dns: { port: dns.port },
        slack,
        platformPort,
      }),
      view: () => viewWorld({ regions: config.regions, hosts: regions.hosts, flags, switchboard, users, address }),
      flip: switchboard.flip,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function applicationOf({ applications }: Config, wanted = Object.keys(applications)[0] ?? ''): Application {
  const found = applications[wanted];
  if (found === undefined) throw new Refused(`dr.yml has no application "${wanted}".`);
  return { ...found, id: wanted };
}
