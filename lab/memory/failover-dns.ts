import type { FlagState } from '../../orchestrator/domain/facts.ts';

/** One of the two flag objects, and the plain HTTPS check that polls it: healthy means that the object is there. */
class Flag {
  isPresent = false;
  isReachable = true;
  #isHealthy = false;
  #seen = false;
  #seenSince = Number.NEGATIVE_INFINITY;

  get state(): FlagState {
    if (!this.isReachable) return 'unreachable';
    return this.isPresent ? 'present' : 'absent';
  }

  /** The check turns when it has seen the same thing for long enough. */
  isHealthy(now: number, turnsAfterMs: number): boolean {
    const sees = this.isPresent && this.isReachable;
    if (now - this.#seenSince >= turnsAfterMs) this.#isHealthy = this.#seen;
    if (sees !== this.#seen) {
      this.#seen = sees;
      this.#seenSince = now;
    }
    return this.#isHealthy;
  }
}

/**
 * The failover record: the PRIMARY answer carries the inverse of a calculated check that is healthy when one of the two
 * plain checks is. It has to be asked before and after every change, because it learns of a change when it is asked.
 */
export class FailoverDns {
  readonly flags = { dr: new Flag(), control: new Flag() };
  readonly #turnsAfterMs: number;

  constructor(turnsAfterMs: number) {
    this.#turnsAfterMs = turnsAfterMs;
  }

  answer(now: number): 'primary' | 'dr' {
    const checks = Object.values(this.flags).map((flag) => flag.isHealthy(now, this.#turnsAfterMs));
    return checks.includes(true) ? 'dr' : 'primary';
  }
}
