import type { WebClient } from '@slack/web-api';
import type { Directory } from '../orchestrator/ports/directory.ts';
import type { Clock } from '../orchestrator/ports/world.ts';
import type { Platform } from './platform.ts';
import { oneAtATime } from './reporting/one-at-a-time.ts';
import { createPatience } from './reporting/patience.ts';
import { type Reported, redrawOnce, reportOnce } from './reporting/report.ts';
import type { ReportRecords } from './reporting/snapshot.ts';
import { tellTests } from './reporting/test-news.ts';

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
 * Draws runs and sets of them in Slack. `report` may be called at any time and as often as one likes: it brings every message of the run
 * up to the journal, calls for one run never overlap, and with nothing new it calls no Slack. Slack's failures are
 * logged and left for the next call; it rejects when the records cannot be read, and when something broke, once the rest is drawn.
 */
export interface Reporter {
  report(run: string): Promise<Report>;
  /** Tells the approvals channel what an application's dry runs found out that was not so before; the same may be said of it. */
  tellTests(application: string): Promise<Report>;
}

const DEFAULT_INTERVAL_MS = 5_000;

/** Makes the reporter. */
export function createReporter(options: ReporterOptions): Reporter {
  const { clock, client, records, minIntervalMs = DEFAULT_INTERVAL_MS } = options;
  const desk = {
    ...{ client, surfaces: records.surfaces, now: clock.now },
    ...{ patience: createPatience(clock), complaints: new Map<string, string>() },
  };
  const liveDrawnAt = new Map<string, number>();

  const paced = async (id: string, report: typeof reportOnce): Promise<Reported> => {
    const isLiveDue = clock.now() - (liveDrawnAt.get(id) ?? Number.NEGATIVE_INFINITY) >= minIntervalMs;
    const reported = await report(options, desk, id, isLiveDue);
    if (reported.drewLive) liveDrawnAt.set(id, clock.now());
    return reported;
  };
  const lookedAt = new Map<string, number>();
  // A set is read with all its members: each of them that moves has it looked at, but not more often than it is redrawn.
  const redrawSet = oneAtATime(async (set): Promise<Reported> => {
    const isEarly = clock.now() - (lookedAt.get(set) ?? Number.NEGATIVE_INFINITY) < minIntervalMs;
    if (isEarly) return { behind: ['live'], drewLive: false, set: null, broken: [] };
    lookedAt.set(set, clock.now());
    return paced(set, redrawOnce);
  });

  const draw = async (id: string): Promise<Report> => {
    const own = await paced(id, reportOnce);
    const shared = own.set === null ? null : await redrawSet(own.set);
    return orThrow([...own.behind, ...(shared?.behind ?? [])], [...own.broken, ...(shared?.broken ?? [])]);
  };

  const telling = { tests: records.tests, channel: options.config.slack.channels.approvals, log: options.log };
  const tell = async (application: string): Promise<Report> => {
    const { behind, broken } = await tellTests(telling, desk, application);
    return orThrow(behind, broken);
  };

  return { report: oneAtATime(draw), tellTests: oneAtATime(tell) };
}

/** What broke is thrown once everything else is drawn. */
function orThrow(behind: Report['behind'], broken: readonly unknown[]): Report {
  if (broken.length > 0) throw new AggregateError(broken, broken.map(String).join('; '));
  return { behind };
}
