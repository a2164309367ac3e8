import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Application, Config } from '../orchestrator/config.ts';
import { openRelay, type Relay } from './network/relay.ts';
import { copyBaseline, followOther, makeBaseline, replicationSettings } from './postgres/baseline.ts';
import { type Binaries, findBinaries } from './postgres/binaries.ts';
import { giveOwnSettings } from './postgres/own-settings.ts';
import { makePasswords, type Passwords } from './postgres/passwords.ts';
import { freePort } from './process/free-port.ts';
import { type RegionHost, startRegion, untilItServes } from './region/host.ts';
import type { RegionOptions, RegionPorts } from './region/options.ts';

/** Both Regions of the application, and the line between them. */
export interface Regions {
  readonly hosts: { readonly primary: RegionHost; readonly dr: RegionHost };
  readonly ports: { readonly primary: RegionPorts; readonly dr: RegionPorts };
  readonly passwords: Passwords;
  /** Both directions of the line. */
  readonly line: Pick<Relay, 'setConnected'>;
  stop(): Promise<void>;
}

/** Starts both Regions; ready when both serve and the second follows the first. Processes start while the databases are made. */
export async function startRegions(
  runFolder: string,
  regions: Config['regions'],
  application: Application,
  records: string,
  { replicationDelayMs, patienceMs }: { readonly replicationDelayMs: number; readonly patienceMs: number },
): Promise<Regions> {
  const binaries = await findBinaries(runFolder);
  const passwords = makePasswords(application.database.writers);
  const ports = { primary: await makePorts(), dr: await makePorts() };
  const relays = {
    toPrimary: await openRelay(ports.primary.database, replicationDelayMs),
    toDr: await openRelay(ports.dr.database, replicationDelayMs),
  };
  const optionsFor = (role: 'primary' | 'dr'): RegionOptions => {
    const other = role === 'primary' ? 'dr' : 'primary';
    return {
      region: regions[role],
      role,
      otherRegion: regions[other],
      otherBucket: `http://127.0.0.1:${ports[other].control}/objects`,
      application,
      records,
      folder: join(runFolder, regions[role]),
      patienceMs,
      ports: ports[role],
      binaries,
      passwords,
      otherDatabase: { data: join(runFolder, regions[other], 'database'), port: ports[other].database },
      replication: replicationSettings((role === 'dr' ? relays.toPrimary : relays.toDr).port, passwords),
    };
  };

  const started: RegionHost[] = [];
  const start = async (role: 'primary' | 'dr'): Promise<RegionHost> => {
    const host = await startRegion(optionsFor(role));
    started.push(host);
    return host;
  };
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((host) => host.stop()));
    await Promise.all(Object.values(relays).map((relay) => relay.close()));
  };
  const line = {
    setConnected: (connected: boolean) => {
      for (const relay of Object.values(relays)) relay.setConnected(connected);
    },
  };
  const databases = makeDatabases(runFolder, regions, application, binaries, passwords);
  const opening = [start('primary'), start('dr')] as const;
  try {
    await databases;
    const [primary, dr] = await Promise.all(opening);
    await Promise.all([primary.startDatabase(), dr.startDatabase()]);
    await Promise.all([untilItServes(primary.look), untilItServes(dr.look), untilItFollows(dr)]);
    return { hosts: { primary, dr }, ports, passwords, line, stop };
  } catch (error) {
    await Promise.allSettled(opening);
    await stop();
    throw error;
  }
}

/** The DR Region's database begins as a copy of the primary's; what each logs says in which Region, which no copy brings along. */
async function makeDatabases(
  runFolder: string,
  regions: Config['regions'],
  application: Application,
  binaries: Binaries,
  passwords: Passwords,
): Promise<void> {
  const first = join(runFolder, regions.primary, 'database');
  const second = join(runFolder, regions.dr, 'database');
  await makeBaseline(first, binaries, application, passwords);
  await copyBaseline(first, second, binaries);
  await followOther(second, binaries);
  await giveOwnSettings(first, { log_line_prefix: `${regions.primary} %m [%p] ` });
  await giveOwnSettings(second, { log_line_prefix: `${regions.dr} %m [%p] ` });
}

/** Waits until the replica receives the log of the other Region. */
async function untilItFollows(host: RegionHost): Promise<void> {
  while (((await host.look())?.database?.receivedLsn ?? null) === null) await sleep(15);
}

async function makePorts(): Promise<RegionPorts> {
  return {
    control: await freePort(),
    balancer: await freePort(),
    balancerFromControl: await freePort(),
    flag: await freePort(),
    store: await freePort(),
    database: await freePort(),
  };
}
