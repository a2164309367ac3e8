import type { DrillStatus } from '../../../orchestrator/ports/drills.ts';
import { Server } from './server.ts';
import { mayLogin } from './wal.ts';

/** How long the parts of a drill take, ms. */
export interface DrillTiming {
  readonly copying: number;
  readonly healthyTask: number;
  readonly removal: number;
}

/** A drill in a Region: a copy of its database, and tasks that use it. */
export class MemoryDrill {
  readonly server: Server;
  readonly #madeAt: number;
  readonly #timing: DrillTiming;
  readonly #tasks = new Map<string, number>();
  #removedAt: number | null = null;

  /** A copy of a database that replicates from it, or is a server of its own where `region` is null. */
  constructor(source: Server, region: string | null, now: number, timing: DrillTiming) {
    this.server = new Server(region, now);
    this.server.wal = source.wal;
    this.#madeAt = now + timing.copying;
    this.#timing = timing;
  }

  look(now: number): DrillStatus {
    const state = this.answers(now) ? this.server.status(now).state : 'modifying';
    const stateOf = (startedAt: number) => (startedAt + this.#timing.healthyTask <= now ? 'running' : 'starting');
    return {
      database: { state, replicaOf: this.server.replicaOf },
      tasks: [...this.#tasks].map(([service, startedAt]) => ({
        service,
        state: this.#removedAt === null ? stateOf(startedAt) : 'stopping',
      })),
    };
  }

  /** Whether the copy can be asked: it is made and not being deleted. */
  answers(now: number): boolean {
    return now >= this.#madeAt && this.#removedAt === null;
  }

  /** Takes over what the Region's own database has, once it is made. */
  catchUp(source: Server, now: number): void {
    this.server.finishPromotion(now);
    if (now >= this.#madeAt) this.server.replicate(source, now);
  }

  start(services: readonly string[], now: number): void {
    for (const service of services) if (!this.#tasks.has(service)) this.#tasks.set(service, now);
  }

  /** What ran in a Region that lost its power does not come back by itself. */
  endTasks(): void {
    this.#tasks.clear();
  }

  canServe(now: number): boolean {
    const { tasks } = this.look(now);
    return tasks.length > 0 && tasks.every(({ state }) => state === 'running') && mayLogin(this.server.wal);
  }

  remove(now: number): void {
    this.#removedAt ??= now + this.#timing.removal;
  }

  isGone(now: number): boolean {
    return this.#removedAt !== null && this.#removedAt <= now;
  }
}
