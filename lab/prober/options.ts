import type { Region } from '../../orchestrator/domain/region.ts';

/** What a prober writes to, and as whom. */
export interface ProberOptions {
  /** Ports of the databases on 127.0.0.1. */
  readonly ports: Readonly<Record<Region, number>>;
  readonly database: string;
  readonly writer: string;
  readonly password: string;
  /** Between two attempts in each Region, ms. */
  readonly everyMs: number;
}
