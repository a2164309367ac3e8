import type { World } from '../../orchestrator/ports/world.ts';

export type Port = Exclude<keyof World, 'clock'>;
export type Method<P extends Port> = keyof World[P] & string;

/** One call of a port. */
export interface Call {
  readonly port: Port;
  readonly method: string;
  readonly args: readonly unknown[];
}

/**
 * How a fault strikes: the next call or every call fails before anything happens, or the next call does its work and then
 * its answer is lost.
 */
export type How = 'once' | 'always' | 'lost-answer';

interface Fault {
  readonly port: Port;
  readonly method: string;
  readonly how: How;
  readonly error: Error;
}

/** Watches every call of the ports and makes some of them fail. */
export class Faults {
  /** Every call so far, oldest first, failed ones included. */
  readonly calls: Call[] = [];
  readonly #faults = new Set<Fault>();
  readonly #before: (call: Call) => void | Promise<void>;

  constructor(before: (call: Call) => void | Promise<void>) {
    this.#before = before;
  }

  /** From now on calls of that method fail; the function mends it. */
  fail<P extends Port>(port: P, method: Method<P>, how: How, error: Error): () => void {
    const fault = { port, method, how, error };
    this.#faults.add(fault);
    return () => void this.#faults.delete(fault);
  }

  /** The same port, watched. */
  watch<P extends Port>(port: P, methods: World[P]): World[P] {
    const watched = Object.entries(methods).map(([method, work]) => [
      method,
      (...args: unknown[]) => this.#call({ port, method, args }, () => work(...args)),
    ]);
    return Object.fromEntries(watched);
  }

  async #call<T>(call: Call, work: () => Promise<T>): Promise<T> {
    this.calls.push(call);
    await this.#before(call);
    const fault = [...this.#faults].find(({ port, method }) => port === call.port && method === call.method);
    if (fault === undefined) return work();
    if (fault.how !== 'always') this.#faults.delete(fault);
    if (fault.how === 'lost-answer') await work();
    throw fault.error;
  }
}
