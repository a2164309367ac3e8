import { randomUUID } from 'node:crypto';
import type { Application } from '../../orchestrator/config.ts';
import type { Region } from '../../orchestrator/domain/region.ts';
import type { Writer } from '../../orchestrator/domain/writer.ts';
import type { World } from '../../orchestrator/ports/world.ts';
import { type Call, Faults } from './faults.ts';
import { portsOf } from './ports.ts';
import { mayLogin, rowsIn } from './region/wal.ts';
import { type RegionNames, TIMING, type Timing, TwoRegions } from './two-regions.ts';
import { type VirtualClock, virtualClock } from './virtual-clock.ts';

export interface MemoryWorldOptions {
  readonly application: Application;
  readonly regions: RegionNames;
  readonly clock?: VirtualClock;
  readonly timing?: Partial<Timing>;
  /** Who the writer is, on record: the Regions' agents look after themselves by it; without it they do not wake. */
  readonly recordedWriter?: () => Writer | null;
  /** Awaited before each call of a port: to interleave, to interrupt, to look. */
  readonly before?: (call: Call) => void | Promise<void>;
}

/** A small working model of two Regions with virtual time, and the switches, faults and eyes that tests have on it. */
export interface MemoryWorld extends World {
  readonly clock: VirtualClock;
  readonly regions: TwoRegions;
  /** Every call of a port so far, oldest first. */
  readonly calls: readonly Call[];
  /** Makes calls of a port fail: see `How`. The function mends it. */
  readonly fail: Faults['fail'];
  kill(region: Region): void;
  cutOff(region: Region): void;
  freeze(region: Region): void;
  heal(region: Region): void;
  loseFlag(flag: 'dr' | 'control'): void;
  restoreFlag(flag: 'dr' | 'control'): void;
  /** A backup begins and ends so many ms later; the database cannot be promoted meanwhile. */
  backUp(region: Region, ms: number): void;
  putObject(region: Region): void;
  /** A writer inside the Region logs in and commits a row: its id as acknowledged, or null when it was refused. */
  write(region: Region): string | null;
  /** Ids of the rows in the Region's database. */
  rows(region: Region): readonly string[];
}

/** Makes a healthy world: the primary Region writes, the other replicates, no flag is set. */
export function memoryWorld(options: MemoryWorldOptions): MemoryWorld {
  const { application, clock = virtualClock(), before = () => {} } = options;
  const regions = new TwoRegions(application, options.regions, clock, { ...TIMING, ...options.timing }, options.recordedWriter);
  const faults = new Faults(before);
  const ports = portsOf(regions);
  const inside = (name: Region) => regions.region(name);
  return {
    clock,
    regions,
    database: faults.watch('database', ports.database),
    agent: faults.watch('agent', ports.agent),
    services: faults.watch('services', ports.services),
    traffic: faults.watch('traffic', ports.traffic),
    probe: faults.watch('probe', ports.probe),
    storage: faults.watch('storage', ports.storage),
    readiness: faults.watch('readiness', ports.readiness),
    drills: faults.watch('drills', ports.drills),
    rebuild: faults.watch('rebuild', ports.rebuild),
    calls: faults.calls,
    fail: (port, method, how, error) => faults.fail(port, method, how, error),
    kill: (region) => regions.suffer(region, 'killed'),
    cutOff: (region) => regions.suffer(region, 'cut-off'),
    freeze: (region) => regions.suffer(region, 'frozen'),
    heal: (region) => regions.heal(region),
    loseFlag: (flag) => regions.setFlagLost(flag, true),
    restoreFlag: (flag) => regions.setFlagLost(flag, false),
    backUp: (region, ms) =>
      regions.at((now) => {
        inside(region).server.backedUpAt = now + ms;
      }),
    putObject: (region) => regions.at((now) => void inside(region).objects.set(randomUUID(), now)),
    write: (region) =>
      regions.at((now) => {
        const { isAlive, server } = inside(region);
        const id = randomUUID();
        return isAlive && server.answers(now) && mayLogin(server.wal) && server.write(now, id) ? id : null;
      }),
    rows: (region) => regions.at(() => rowsIn(inside(region).server.wal)),
  };
}
