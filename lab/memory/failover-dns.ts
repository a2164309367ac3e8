import type { FlagState } from '../../orchestrator/domain/facts.ts';
import { recordFor } from '../dns/failover-record.ts';
import type { Check } from '../dns/route53.ts';

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

/** The failover records. They have to be asked before and after every change, because the checks learn of a change when asked. */
export class FailoverDns {
  readonly flags = { dr: new Flag(), control: new Flag() };
  readonly #turnsAfterMs: number;

  constructor(turnsAfterMs: number) {
    this.#turnsAfterMs = turnsAfterMs;
  }

  answer(now: number): 'primary' | 'dr' {
    const check = (flag: Flag): Check => {
      const healthy = flag.isHealthy(now, this.#turnsAfterMs);
      return { isHealthy: () => healthy };
    };
    return recordFor([check(this.flags.dr), check(this.flags.control)]) === 'PRIMARY' ? 'primary' : 'dr';
  }
}
