import { Refused } from '../../../orchestrator/domain/errors.ts';
import type { ServiceStatus, Sizing } from '../../../orchestrator/ports/world.ts';

interface Service {
  min: number;
  desired: number;
  max?: number;
  /** When each task was started, epoch ms. */
  tasks: readonly number[];
}

/** The services of one Region: tasks run as soon as they are started and are healthy some time later. */
export class ServiceGroup {
  readonly #services = new Map<string, Service>();
  readonly #healthyAfterMs: number;

  constructor(desired: Readonly<Record<string, number>>, healthyAfterMs: number) {
    this.#healthyAfterMs = healthyAfterMs;
    for (const [name, count] of Object.entries(desired)) {
      this.#services.set(name, { min: count, desired: count, tasks: Array(count).fill(Number.NEGATIVE_INFINITY) });
    }
  }

  look(now: number): Readonly<Record<string, ServiceStatus>> {
    return Object.fromEntries(
      [...this.#services].map(([name, { tasks, ...size }]) => {
        const healthy = tasks.filter((startedAt) => startedAt + this.#healthyAfterMs <= now).length;
        return [name, { ...size, running: tasks.length, healthy }];
      }),
    );
  }

  scale(name: string, size: Sizing, now: number): void {
    const service = this.#services.get(name);
    if (service === undefined) throw new Refused(`There is no service ${name}.`);
    const { max } = service;
    const kept = service.tasks.slice(0, size.desired);
    const tasks = [...kept, ...Array(size.desired - kept.length).fill(now)];
    this.#services.set(name, { ...(max === undefined ? {} : { max }), ...size, tasks });
  }

  /** Every task starts anew, as after a power cut. */
  restart(now: number): void {
    for (const service of this.#services.values()) service.tasks = service.tasks.map(() => now);
  }

  /** Whether every service has a healthy task. */
  canServe(now: number): boolean {
    return Object.values(this.look(now)).every(({ healthy }) => healthy > 0);
  }
}
