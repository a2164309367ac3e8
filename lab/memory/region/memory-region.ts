import { Unavailable } from '../../../orchestrator/domain/errors.ts';
import type { Region } from '../../../orchestrator/domain/region.ts';
import type { Recorded } from '../../../orchestrator/domain/writer.ts';
import type { MemoryDrill } from './drill.ts';
import type { MemoryKept } from './kept.ts';
import type { Server } from './server.ts';
import type { ServiceGroup } from './services.ts';

export type Condition = 'healthy' | 'killed' | 'cut-off' | 'frozen';

/** A Region: what runs in it, and what was done to it. */
export class MemoryRegion {
  readonly name: Region;
  /** Of a Region whose database was set aside it is one that is never made. */
  server: Server;
  readonly services: ServiceGroup;
  /** Objects in its bucket: when each was put there by the application, epoch ms, or null for a copy. */
  readonly objects = new Map<string, number | null>();
  /** Its copy of the record of the writer, as it was when the Region could be reached last. */
  recorded: Recorded = { unreadable: 'The copy of the records was never filled.' };
  /** When its agent was woken last, epoch ms. */
  wokenAt: number;
  /** Drills held in it, by their run. */
  readonly drills = new Map<string, MemoryDrill>();
  /** What is kept of databases that were left behind, by its name. */
  readonly kept = new Map<string, MemoryKept>();
  /** Availability Zones of its database: one that is made anew has one until its properties are restored. */
  zones: 1 | 2 = 2;
  /** Those of the database that was set aside last, which says what one made anew has to be. */
  zonesMeant: 1 | 2 = 2;
  /** Why no database can be made in it now. */
  readonly unmakable: string[] = [];
  /** Why no drill can be held in it now. */
  readonly obstacles: string[] = [];
  condition: Condition = 'healthy';
  /** Since when it can be reached from the other Region. */
  reachableSince = Number.NEGATIVE_INFINITY;

  constructor(name: Region, server: Server, services: ServiceGroup) {
    this.name = name;
    this.server = server;
    this.wokenAt = server.startedAt;
    this.services = services;
  }

  get isAlive(): boolean {
    return this.condition !== 'killed';
  }

  get isReachable(): boolean {
    return this.condition === 'healthy' || this.condition === 'frozen';
  }

  /** Asks something of it from the control Region. */
  reach(): this {
    if (!this.isReachable) throw new Unavailable(`${this.name} does not answer.`);
    return this;
  }

  /** Its database, from inside the Region. */
  answering(now: number): Server {
    if (!this.server.answers(now)) throw new Unavailable(`The database in ${this.name} does not answer.`);
    return this.server;
  }

  /** Asks its provider for a change. */
  change(): this {
    if (this.reach().condition === 'frozen') throw new Unavailable(`${this.name} answers but carries out no changes for now.`);
    return this;
  }

  suffer(condition: Exclude<Condition, 'healthy'>): void {
    this.condition = condition;
    if (condition !== 'killed') return;
    this.server.sessions.clear();
    for (const drill of this.drills.values()) drill.endTasks();
  }

  /** Everything comes back as it was; what was killed starts again. */
  heal(now: number): void {
    if (!this.isReachable) this.reachableSince = now;
    if (this.condition === 'killed') {
      this.server.startedAt = now;
      this.services.restart(now);
    }
    this.condition = 'healthy';
  }
}
