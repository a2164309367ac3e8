import { WebClient } from '@slack/web-api';
import { bundledConfig } from '../../orchestrator/lambdas/bundled.ts';
import { stage } from '../../orchestrator/lambdas/stage.ts';
import { plans } from '../../orchestrator/plans/plans.ts';
import { recoveryOn } from '../../orchestrator/recovery/use-cases.ts';
import { createApp } from '../app.ts';
import { answerOptions } from '../client.ts';
import { slackDirectory } from '../directory.ts';
import { toLambdaHandler } from '../lambda.ts';
import { logToStderr as log } from '../log.ts';
import { slackFromSecret } from './slack-from-secret.ts';

type Handler = ReturnType<typeof toLambdaHandler>;

async function make(): Promise<Handler> {
  const slack = await slackFromSecret();
  const directory = slackDirectory({ client: new WebClient(slack.botToken, answerOptions(slack, log)), now: Date.now });
  const on = stage(directory);
  const { records } = on;
  const platform = { recovery: recoveryOn(on), config: bundledConfig(), plans, surfaces: records.surfaces, directory, log };
  return toLambdaHandler(createApp({ platform, slack, replays: records.replays, now: Date.now }));
}

/** Begun while the function starts, when nobody counts the time yet; what failed then is tried again by the first request. */
let ready: Promise<Handler> | undefined = make();
ready.catch(() => {
  ready = undefined;
});

/** The bot behind its HTTP API. */
export async function handler(event: unknown, context: unknown): Promise<unknown> {
  ready ??= make();
  return (await ready)(event, context);
}
