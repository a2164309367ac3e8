import type { WebClient } from '@slack/web-api';
import type { Directory } from '../orchestrator/ports/directory.ts';
import type { Clock } from '../orchestrator/ports/world.ts';
import type { Platform } from './platform.ts';
import { createPatience } from './reporting/patience.ts';
import { reportOnce } from './reporting/report.ts';
import type { ReportRecords } from './reporting/snapshot.ts';

/** What a reporter is made of. */
export interface ReporterOptions extends Pick<Platform, 'config' | 'plans' | 'log'> {
  readonly client: WebClient;
  readonly records: ReportRecords;
  readonly directory: Directory;
  readonly clock: Clock;
  /** Least time between two redrawings of one live message, in ms: Slack allows some 50 updates a minute per workspace. */
  readonly minIntervalMs?: number;
}

/** Names of messages and parts that are left for the next report: Slack did not take them, or the live one is due later. */
export interface Report {
  readonly behind: readonly string[];
}

/**
 * Draws runs in Slack. `report` may be called at any time and as often as one likes: it brings every message of the run
 * up to the journal, calls for one run never overlap, and with nothing new it calls no Slack. Slack's failures are
 * logged and left for the next call; it rejects only when the records cannot be read.
 */
export interface Reporter {
  report(run: string): Promise<Report>;
}

const DEFAULT_INTERVAL_MS = 5_000;

/** Makes the reporter. */
export function createReporter(options: ReporterOptions): Reporter {
  const { clock, client, records, minIntervalMs = DEFAULT_INTERVAL_MS } = options;
  const desk = { client, surfaces: records.surfaces, patience: createPatience(clock), complaints: new Map<string, string>() };
  const liveDrawnAt = new Map<string, number>();
  const current = new Map<string, Promise<Report>>();
  const next = new Map<string, Promise<Report>>();

  const draw = async (run: string): Promise<Report> => {
    const isLiveDue = clock.now() - (liveDrawnAt.get(run) ?? Number.NEGATIVE_INFINITY) >= minIntervalMs;
    const { behind, drewLive } = await reportOnce(options, desk, run, isLiveDue);
    if (drewLive) liveDrawnAt.set(run, clock.now());
    return { behind };
  };

  const start = (run: string): Promise<Report> => {
    const drawing = draw(run).finally(() => current.delete(run));
    current.set(run, drawing);
    return drawing;
  };

  return {
    report(run) {
      const drawing = current.get(run);
      if (drawing === undefined) return start(run);
      const waiting =
        next.get(run) ??
        drawing
          .catch(() => undefined)
          .then(() => {
            next.delete(run);
            return start(run);
          });
      next.set(run, waiting);
      return waiting;
    },
  };
}
