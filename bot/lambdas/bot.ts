import { setTimeout as sleep } from 'node:timers/promises';
import { WebClient } from '@slack/web-api';
import { lookedAtWorld } from '../../orchestrator/aws/looks.ts';
import { sfnWorkflow } from '../../orchestrator/aws/workflow.ts';
import { bundledConfig } from '../../orchestrator/lambdas/bundled.ts';
import { oneForEach } from '../../orchestrator/lambdas/one-for-each.ts';
import { records } from '../../orchestrator/lambdas/records.ts';
import { awsPace } from '../../orchestrator/pace.ts';
import { plans } from '../../orchestrator/plans/plans.ts';
import { recoveryOn } from '../../orchestrator/recovery/use-cases.ts';
import { type Bot, createApp } from '../app.ts';
import { answerOptions } from '../client.ts';
import { slackDirectory } from '../directory.ts';
import { toLambdaHandler } from '../lambda.ts';
import { logToStderr as log } from '../log.ts';
import { slackFromSecret } from './slack-from-secret.ts';

async function make(): Promise<Bot> {
  const slack = await slackFromSecret();
  const directory = slackDirectory({ client: new WebClient(slack.botToken, answerOptions(slack, log)), now: Date.now });
  const config = bundledConfig();
  const recovery = recoveryOn({
    config,
    worldOf: oneForEach((application) => lookedAtWorld(config, application)),
    records: records(),
    workflow: sfnWorkflow({ config }),
    directory,
    pace: awsPace,
    now: Date.now,
    sleep,
  });
  const { surfaces, replays } = records();
  const platform = { recovery, config, plans, surfaces, directory, log };
  return createApp({ platform, slack, replays, now: Date.now });
}

/** Begun while the function starts, when nobody counts the time yet; what failed then is tried again by the first request. */
let made: Promise<Bot> | undefined;

function ready(): Promise<Bot> {
  made ??= make().catch((error: unknown) => {
    made = undefined;
    throw error;
  });
  return made;
}
ready().catch(() => {});

/** The bot behind its HTTP API. */
export const handler = toLambdaHandler(ready);
