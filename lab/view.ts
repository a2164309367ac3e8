import type { Plan } from '../orchestrator/domain/plan.ts';
import type { Region } from '../orchestrator/domain/region.ts';
import type { RunView } from '../orchestrator/domain/run-view.ts';
import type { ServiceStatus, TrafficStatus } from '../orchestrator/ports/world.ts';

/** What one can do to the lab: to a Region, to a flag endpoint, or to the platform's own process. */
export type Switch =
  | { readonly do: 'kill' | 'cut-off' | 'freeze' | 'heal'; readonly region: Region }
  | { readonly do: 'lose-flag' | 'restore-flag'; readonly flag: 'dr' | 'control' }
  | { readonly do: 'kill-platform' };

/** A Region of the lab as seen from above, with no network in between. */
export interface RegionView {
  readonly region: Region;
  readonly role: 'primary' | 'dr';
  readonly state: 'healthy' | 'killed' | 'cut-off' | 'frozen';
  readonly database: 'writer' | 'replica' | 'fenced' | 'down';
  readonly services: Readonly<Record<string, ServiceStatus>>;
}

/** What all users together saw in one interval. */
export interface UserSample {
  /** End of the interval, epoch ms. */
  readonly at: number;
  /** Acknowledged writes per Region that served them. */
  readonly ok: Readonly<Record<Region, number>>;
  readonly failed: number;
}

/** The whole lab at one moment: what the page draws. */
export interface LabView {
  readonly at: number;
  readonly regions: readonly RegionView[];
  readonly traffic: TrafficStatus;
  /** Which flag endpoints were lost on purpose. */
  readonly lostFlags: readonly ('dr' | 'control')[];
  readonly users: {
    readonly count: number;
    readonly acknowledged: number;
    readonly failed: number;
    /** The last minute, oldest first, one per 250 ms. */
    readonly samples: readonly UserSample[];
  };
  readonly platform: { readonly up: boolean; readonly restarts: number };
  /** The newest run, if there is one, and its plan for titles. */
  readonly run: RunView | null;
  readonly plan: Plan | null;
}
