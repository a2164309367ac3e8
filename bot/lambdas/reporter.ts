import { setTimeout as sleep } from 'node:timers/promises';
import { bundledConfig } from '../../orchestrator/lambdas/bundled.ts';
import { metricLine, SLACK_BEHIND } from '../../orchestrator/lambdas/metric.ts';
import { records } from '../../orchestrator/lambdas/records.ts';
import { plans } from '../../orchestrator/plans/plans.ts';
import { reportClient } from '../client.ts';
import { slackDirectory } from '../directory.ts';
import { logToStderr as log } from '../log.ts';
import { createReporter, type Reporter } from '../reporter.ts';
import { makeRound } from '../reporting/round.ts';
import { slackFromSecret } from './slack-from-secret.ts';
import { readStream, type Told } from './stream-event.ts';

/** Newest runs of an application that are looked at each minute: what Slack did not take while it was down. */
const CAUGHT_UP = 3;

let made: Promise<Reporter> | undefined;

/** Draws the runs that a stream of the table tells of, or each minute those that are open or new, and tells of dry runs. */
export async function handler(event: unknown, _context: unknown): Promise<void> {
  const told = readStream(event);
  const { runs, broken } = told ?? (await openAndRecent());
  made ??= make();
  const reporter = await made.catch((error: unknown) => {
    made = undefined;
    throw error;
  });
  const applications = told === null ? Object.keys(bundledConfig().applications) : [];
  await makeRound(reporter, { runs, applications, broken }, { now: Date.now, sleep }, (behind) =>
    metricLine(SLACK_BEHIND, behind.length, Date.now(), { behind }),
  );
}

async function make(): Promise<Reporter> {
  const client = reportClient(await slackFromSecret(), log);
  const clock = { now: Date.now, sleep };
  const directory = slackDirectory({ client, now: Date.now });
  return createReporter({ records: records(), client, config: bundledConfig(), plans, directory, clock, log });
}

async function openAndRecent(): Promise<Told> {
  const { journal, sets } = records();
  const applications = Object.keys(bundledConfig().applications);
  const found = await Promise.allSettled<readonly { readonly id: string }[]>([
    sets.open(),
    journal.open(),
    ...applications.map((id) => journal.recent(id, CAUGHT_UP)),
  ]);
  const runs = found.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
  const broken = found.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  return { runs: [...new Set(runs.map(({ id }) => id))], broken };
}
