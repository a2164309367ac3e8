import { setTimeout as sleep } from 'node:timers/promises';
import { bundledConfig } from '../../orchestrator/lambdas/bundled.ts';
import { records } from '../../orchestrator/lambdas/records.ts';
import { plans } from '../../orchestrator/plans/plans.ts';
import { reportClient } from '../client.ts';
import { slackDirectory } from '../directory.ts';
import { logToStderr as log } from '../log.ts';
import { createReporter, type Reporter } from '../reporter.ts';
import { slackFromSecret } from './slack-from-secret.ts';
import { runsOfStream } from './stream-event.ts';

/** How long what Slack did not take at once, or what is due a little later, is tried again; then the next minute does. */
const INSIST_MS = 15_000;
const PAUSE_MS = 1_000;
/** Newest runs of an application that are looked at each minute: what Slack did not take while it was down. */
const CAUGHT_UP = 3;

let made: Promise<Reporter> | undefined;

/** Draws the runs that a stream of the table tells of, or each minute those that are open or new, and tells of dry runs. */
export async function handler(event: unknown, _context: unknown): Promise<void> {
  const told = runsOfStream(event);
  const runs = told ?? (await openAndRecent());
  made ??= make();
  const reporter = await made.catch((error: unknown) => {
    made = undefined;
    throw error;
  });
  // What Slack does not take of it now, the next minute says.
  if (told === null) await Promise.all(Object.keys(bundledConfig().applications).map((id) => reporter.tellTests(id)));
  const until = Date.now() + INSIST_MS;
  for (let left = runs; left.length > 0; ) {
    left = await behindOf(reporter, left);
    if (left.length === 0 || Date.now() > until) return;
    await sleep(PAUSE_MS);
  }
}

async function make(): Promise<Reporter> {
  const client = reportClient(await slackFromSecret(), log);
  const clock = { now: Date.now, sleep };
  const directory = slackDirectory({ client, now: Date.now });
  return createReporter({ records: records(), client, config: bundledConfig(), plans, directory, clock, log });
}

async function behindOf(reporter: Reporter, runs: readonly string[]): Promise<readonly string[]> {
  const reports = await Promise.all(runs.map(async (run) => ({ run, ...(await reporter.report(run)) })));
  return reports.filter(({ behind }) => behind.length > 0).map(({ run }) => run);
}

async function openAndRecent(): Promise<readonly string[]> {
  const { journal } = records();
  const applications = Object.keys(bundledConfig().applications);
  const found = await Promise.all([journal.open(), ...applications.map((id) => journal.recent(id, CAUGHT_UP))]);
  return [...new Set(found.flat().map(({ id }) => id))];
}
