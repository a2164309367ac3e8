import { z } from 'zod';
import { createApp } from '../bot/app.ts';
import { reportClient } from '../bot/client.ts';
import { slackDirectory } from '../bot/directory.ts';
import { logToStderr } from '../bot/log.ts';
import { createReporter } from '../bot/reporter.ts';
import { startServer } from '../bot/server.ts';
import { dynamoRecords } from '../orchestrator/aws/records/dynamo-records.ts';
import type { Config } from '../orchestrator/config.ts';
import { eachOnItsOwn } from '../orchestrator/each.ts';
import { plans } from '../orchestrator/plans/plans.ts';
import type { Journal } from '../orchestrator/ports/records.ts';
import { recoveryOn } from '../orchestrator/recovery/use-cases.ts';
import { Addresses } from './addresses.ts';
import { startControlPlane } from './control-plane.ts';
import { wallClock } from './ports/clock.ts';
import { answerParent } from './process/parent.ts';
import { labDynamoClient, TABLE } from './records/start.ts';
import { everyRound } from './rounds.ts';

/*
 * The platform's own process: bot, reporter, and the control plane beside them. It keeps nothing that is not
 * in the records, so that it may be killed at any moment and started again.
 */

/** Between two looks for runs that moved; the live message is redrawn at most this often in the lab, where Slack has no limits. */
const REPORT_MS = 200;
const LIVE_MS = 500;
/** Between two looks at every open run: some of what is shown comes with time alone, such as the nudge before an expiry. */
const OPEN_MS = 1_000;
/** Newest runs whose messages are brought up to date at the start: a crash may have come before they were. */
const CAUGHT_UP = 3;

async function start(given: unknown): Promise<void> {
  const { addresses, config } = z.object({ addresses: Addresses, config: z.custom<Config>() }).parse(given);
  const log = logToStderr;
  const slack = { botToken: addresses.slack.botToken, url: addresses.slack.api, signingSecret: addresses.slack.signingSecret };
  const client = reportClient(slack, log);
  const stored = dynamoRecords(labDynamoClient(addresses.records), TABLE);
  const moved = new Set<string>();
  const records = { ...stored, journal: telling(stored.journal, (run) => void moved.add(run)) };
  const directory = slackDirectory({ client, now: Date.now });
  const { stage } = await startControlPlane({ addresses, config, records, directory, log, now: Date.now });
  const recovery = recoveryOn(stage);
  const bot = createApp({
    platform: { recovery, config, plans, surfaces: records.surfaces, directory, log },
    slack,
    replays: records.replays,
    now: Date.now,
  });
  await startServer(bot, addresses.platformPort);

  const reporter = createReporter({ records, client, config, plans, directory, clock: wallClock, log, minIntervalMs: LIVE_MS });
  for (const id of Object.keys(config.applications)) {
    for (const run of await records.journal.recent(id, CAUGHT_UP)) moved.add(run.id);
  }
  everyRound(OPEN_MS, 'The look at open runs', log, async () => {
    for (const { id } of [...(await records.journal.open()), ...(await records.sets.open())]) moved.add(id);
    for (const id of Object.keys(config.applications)) await reporter.tellTests(id);
  });
  everyRound(REPORT_MS, 'The reporter', log, async () => {
    const runs = [...moved];
    moved.clear();
    await eachOnItsOwn(runs, async (run) => {
      const { behind } = await reporter.report(run);
      if (behind.length > 0) moved.add(run);
    });
  });
}

/** A journal that says which run it was written for, as a stream of the table does on AWS. */
function telling(journal: Journal, tell: (run: string) => void): Journal {
  const append = async (...written: Parameters<Journal['append']>) => {
    const entry = await journal.append(...written);
    tell(written[0]);
    return entry;
  };
  return { ...journal, append: append as Journal['append'] };
}

answerParent({ start });
