import type { Application } from '../../orchestrator/config.ts';
import type { Region } from '../../orchestrator/domain/region.ts';
import type { Writer } from '../../orchestrator/domain/writer.ts';
import type { Clock } from '../../orchestrator/ports/world.ts';
import { FailoverDns } from './failover-dns.ts';
import { type Condition, MemoryRegion } from './region/memory-region.ts';
import { Server } from './region/server.ts';
import { ServiceGroup } from './region/services.ts';
import { mayLogin } from './region/wal.ts';

/** How long things take in the in-memory world, ms. */
export interface Timing {
  readonly replication: number;
  readonly promotion: number;
  readonly healthyTask: number;
  /** From a change of a flag to the turn of its check: interval × failures. */
  readonly check: number;
  readonly copy: number;
  /** From asking for a copy of a database until it is there, and from asking for its removal until it is gone. */
  readonly copying: number;
  readonly removal: number;
  /** Between two wakings of a Region's agent. */
  readonly wake: number;
}

/** What Route 53 and RDS take on a good day, in round numbers. */
export const TIMING: Timing = {
  replication: 200,
  promotion: 180_000,
  healthyTask: 30_000,
  check: 30_000,
  copy: 15_000,
  copying: 900_000,
  removal: 300_000,
  wake: 60_000,
};

export interface RegionNames {
  readonly primary: Region;
  readonly dr: Region;
}

/**
 * Two Regions and the DNS before them. Nothing runs in the background: whoever looks or changes something first lets
 * happen what should have happened since the last time.
 */
export class TwoRegions {
  readonly names: RegionNames;
  readonly clock: Clock;
  readonly timing: Timing;
  readonly dns: FailoverDns;
  /** When two Regions could be written to at the same time, epoch ms, as far as somebody looked. */
  readonly overlaps: number[] = [];
  /** What may be in the way of a move and shows nowhere else. */
  readonly hiddenRisks: string[] = [];
  /** The application's services, by name. */
  readonly services: readonly string[];
  readonly #regions: ReadonlyMap<Region, MemoryRegion>;
  readonly #recordedWriter: (() => Writer | null) | null;
  readonly #lostFlags = new Set<'dr' | 'control'>();

  constructor(
    application: Application,
    names: RegionNames,
    clock: Clock,
    timing: Timing,
    recordedWriter: (() => Writer | null) | null = null,
  ) {
    this.#recordedWriter = recordedWriter;
    this.names = names;
    this.services = Object.keys(application.services);
    this.clock = clock;
    this.timing = timing;
    this.dns = new FailoverDns(timing.check);
    const build = (role: 'primary' | 'dr') => {
      const tasks = Object.entries(application.services).map(([service, limits]) => [service, limits[role].min] as const);
      const server = new Server(role === 'dr' ? names.primary : null, clock.now());
      return new MemoryRegion(names[role], server, new ServiceGroup(Object.fromEntries(tasks), timing.healthyTask));
    };
    this.#regions = new Map([build('primary'), build('dr')].map((region) => [region.name, region]));
  }

  region(name: Region): MemoryRegion {
    const region = this.#regions.get(name);
    if (region === undefined) throw new Error(`${name} is no Region of this world.`);
    return region;
  }

  /** Does something at the present moment, after all that was due before it, and notices what it changed. */
  at<T>(act: (now: number) => T): T {
    const now = this.clock.now();
    this.#catchUp(now);
    try {
      return act(now);
    } finally {
      this.#catchUp(now);
    }
  }

  /** Regions where a writer could log in and commit now. */
  writable(): readonly Region[] {
    const now = this.clock.now();
    const canWrite = ({ isAlive, server }: MemoryRegion) =>
      isAlive && server.answers(now) && !server.inRecovery && mayLogin(server.wal);
    return [...this.#regions.values()].filter(canWrite).map(({ name }) => name);
  }

  suffer(name: Region, condition: Exclude<Condition, 'healthy'>): void {
    this.at(() => this.region(name).suffer(condition));
  }

  heal(name: Region): void {
    this.at((now) => this.region(name).heal(now));
  }

  setFlagLost(flag: 'dr' | 'control', lost: boolean): void {
    this.at(() => (lost ? this.#lostFlags.add(flag) : this.#lostFlags.delete(flag)));
  }

  #catchUp(now: number): void {
    const { primary, dr } = this.names;
    for (const name of [primary, dr]) this.#wake(this.region(name), now);
    for (const [from, to] of [
      [primary, dr],
      [dr, primary],
    ] as const)
      this.#follow(this.region(from), this.region(to), now);
    for (const name of [primary, dr]) this.#drill(this.region(name), now);
    const { flags } = this.dns;
    flags.dr.isReachable = this.region(dr).isReachable && !this.#lostFlags.has('dr');
    flags.control.isReachable = !this.#lostFlags.has('control');
    this.dns.answer(now);
    if (this.writable().length > 1 && this.overlaps.at(-1) !== now) this.overlaps.push(now);
  }

  /** Lets the drills of a Region follow its database, and go once they are removed. */
  #drill({ isAlive, server, drills }: MemoryRegion, now: number): void {
    for (const [run, drill] of drills) {
      if (isAlive) drill.catchUp(server, now);
      if (drill.isGone(now)) drills.delete(run);
    }
  }

  #wake(region: MemoryRegion, now: number): void {
    if (this.#recordedWriter === null) return;
    if (region.isReachable) region.recorded = { writer: this.#recordedWriter() };
    const times = Math.floor((now - region.wokenAt) / this.timing.wake);
    if (times === 0) return;
    region.wokenAt += times * this.timing.wake;
    if (region.isAlive && region.server.answers(now))
      region.server.wake({ due: region.wokenAt, now }, region.name, region.recorded);
  }

  /** Lets `to` have what has arrived there from `from` by now: the log it replicates, and copies of objects. */
  #follow(from: MemoryRegion, to: MemoryRegion, now: number): void {
    if (to.isAlive) to.server.finishPromotion(now);
    if (!from.isReachable || !to.isReachable) return;
    const linkedSince = Math.max(from.reachableSince, to.reachableSince);
    const arrivedOf = (delay: number) => (linkedSince + delay <= now ? now - delay : Number.NEGATIVE_INFINITY);
    if (to.server.replicaOf === from.name) to.server.replicate(from.server, arrivedOf(this.timing.replication));
    const copied = [...from.objects].filter(([, putAt]) => putAt !== null && putAt <= arrivedOf(this.timing.copy));
    for (const [key] of copied) to.objects.set(key, null);
  }
}
