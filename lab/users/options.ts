import type { Region } from '../../orchestrator/domain/region.ts';

/** How the users of an application behave. */
export interface UserOptions {
  readonly domain: string;
  readonly dnsPort: number;
  /** The internet: which port on 127.0.0.1 a public address leads to. */
  readonly routes: Readonly<Record<string, number>>;
  readonly count: number;
  /** Pause of each user between two writes. */
  readonly thinkMs: number;
  /** How long a user waits for an answer before trying again with a new order. */
  readonly patienceMs: number;
}

/** What all users saw in one interval: what their process tells every 250 ms. */
export interface Tally {
  readonly at: number;
  readonly ok: Readonly<Record<Region, number>>;
  readonly failed: number;
}
