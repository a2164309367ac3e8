import type { WebClient } from '@slack/web-api';
import type { Clock, Directory } from '../orchestrator/ports.ts';
import type { Platform } from './platform.ts';
import { reportOnce } from './reporting/report.ts';
import type { ReportRecords } from './reporting/snapshot.ts';

export interface ReporterOptions extends Pick<Platform, 'config' | 'plans' | 'log'> {
  readonly client: WebClient;
  readonly records: ReportRecords;
  readonly directory: Directory;
  readonly clock: Clock;
  /** Least time between two redrawings of one live message, in ms: Slack allows some 50 updates a minute per workspace. */
  readonly minIntervalMs?: number;
}

/** What is left for the next report: names of messages and parts that Slack did not take. */
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

interface Turn {
  isAsked: boolean;
  wake: () => void;
  readonly done: Promise<Report>;
}

const DEFAULT_INTERVAL_MS = 5_000;

/** Makes the reporter. */
export function createReporter(options: ReporterOptions): Reporter {
  const { clock, minIntervalMs = DEFAULT_INTERVAL_MS } = options;
  const turns = new Map<string, Turn>();
  const liveDrawnAt = new Map<string, number>();

  async function follow(run: string, turn: Turn): Promise<Report> {
    for (;;) {
      turn.isAsked = false;
      const woken = new Promise<void>((resolve) => {
        turn.wake = resolve;
      });
      const liveDueAt = (liveDrawnAt.get(run) ?? Number.NEGATIVE_INFINITY) + minIntervalMs;
      const { behind, drewLive, isEarly } = await reportOnce(options, run, clock.now() >= liveDueAt);
      if (drewLive) liveDrawnAt.set(run, clock.now());
      if (isEarly && !turn.isAsked) await Promise.race([clock.sleep(Math.max(0, liveDueAt - clock.now())), woken]);
      if (!isEarly && !turn.isAsked) return { behind };
    }
  }

  return {
    report(run) {
      const current = turns.get(run);
      if (current !== undefined) {
        current.isAsked = true;
        current.wake();
        return current.done;
      }
      const turn: Turn = {
        isAsked: false,
        wake: () => undefined,
        done: Promise.resolve()
          .then(() => follow(run, turn))
          .finally(() => turns.delete(run)),
      };
      turns.set(run, turn);
      return turn.done;
    },
  };
}
